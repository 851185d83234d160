//! The simulation of mornings: the real tick, pages and scheduled digests on the real store, over days around which the
//! clocks of some zones change. Ticks are missed, doubled, late and overlap, clocks differ and step back, the queue hands
//! jobs out late, twice, out of order or takes only some, workers die between two calls, and people move.
//!
//! - `seeded`: whole histories generated from seeds. A failing one prints how to run it alone.
//! - `sabotage`: every claim is deliberately violated, and the seeds detect it.
//! - `walls`: when a digest is due, told by a walk over each minute of a wall clock.

mod check;
mod line;
mod run;
mod sabotage;
mod scene;
mod seeded;
mod walls;
mod world;
