//! Set-up in one call: which events are wanted, how they look, and where their lines go.

#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "what sets outputs up from a configuration is not there yet"
    )
)]
mod sink;
