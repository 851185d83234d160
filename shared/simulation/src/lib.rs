//! Seeded simulations of taps, of deliveries and of mornings: the whole product with faults, crashes and repetitions
//! between the writes, compared with a model. Tests only.

#[cfg(test)]
mod actions;
#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod mornings;
