//! All that generated code may name, and nothing else. Not a public interface: it changes
//! without notice.
