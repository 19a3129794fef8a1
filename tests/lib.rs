//! Acceptance tests. There is no code here: `tidy` holds the house rules, `journeys` drives the real window.
