//! The library that the functions share: the sum of the layers, which holds nothing itself.
//!
//! From the ground up: [`domain`] decides, [`importer`] reads exports, [`planner`] reads questions, [`store`] is the table,
//! [`adapters`] are the services around the product, [`app`] has the use cases, [`web`] the pages and the API. Each layer
//! knows those before it only.

pub use {adapters, app, domain, importer, planner, store, web};
