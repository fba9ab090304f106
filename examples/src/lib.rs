//! One short program per attribute, in `examples/`.
