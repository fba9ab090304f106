//! The files of a program that logs, whatever becomes of the program or of them.

#![cfg(unix)]

mod faults;
mod killed;
mod support;
