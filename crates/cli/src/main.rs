//! suarctl: the command-line twin of Suar, for scripts and large batches.
fn main() {}
