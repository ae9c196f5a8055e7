//! One binary for every cross-crate test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod administration;
mod agent_moves;
mod bank;
mod calls;
mod client;
mod client_model;
mod closing;
mod contract;
mod desk;
mod errata;
mod exchanges;
mod function_errors;
mod fuzz;
mod gates;
mod hand_traces;
mod handler;
mod handler_address;
mod handler_figures;
mod handler_reports;
mod lines;
mod losses;
mod machines;
mod messages;
mod mirror;
mod model;
mod model_provider;
mod model_server;
mod model_system;
mod policy;
mod random;
mod raw_calls;
mod repository;
mod requests;
mod server;
mod server_machines;
mod service;
mod spec;
mod system;
mod tapi;
mod tapi3;
mod trace_format;
mod trace_hostile;
mod traces;
mod world;
