mod current;
mod id;
mod request;
mod trace;
mod user;
