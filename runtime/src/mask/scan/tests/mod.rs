mod limits;
mod patterns;
mod random;
mod text;
