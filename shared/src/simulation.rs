//! Seeded simulations of taps and of deliveries.

#[cfg(test)]
mod actions;
#[cfg(test)]
mod deliveries;
