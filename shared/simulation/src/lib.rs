//! Seeded simulations of taps and of deliveries: the whole product with faults, crashes and repetitions between the
//! writes, compared with a model. Tests only.

#[cfg(test)]
mod actions;
#[cfg(test)]
mod deliveries;
