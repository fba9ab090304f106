//! `strategy = write_behind`: what is acknowledged is written, in order, whatever happens meanwhile.

mod apart;
mod cluster;
mod crashes;
mod failures;
mod forms;
mod full;
mod hostile;
mod old_rows;
mod places;
mod shares;
mod support;
