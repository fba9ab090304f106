//! What holds for any text: whatever is inserted is found, masking twice changes nothing, pieces
//! give what the whole gives, and no text keeps it from its end.

mod given;
mod hostile;
mod inserted;
mod json;
mod stream;
mod twice;
mod web;
