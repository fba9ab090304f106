mod limits;
mod passwords;
mod patterns;
mod random;
mod text;
