//! `strategy = write_behind`: what is acknowledged is written, in order, whatever happens meanwhile.

mod apart;
mod cluster;
mod crashes;
mod disk;
mod ends;
mod failures;
mod forms;
mod full;
mod hostile;
mod old_rows;
mod places;
mod poison;
mod shares;
mod support;
