//! What cargo knows about the workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::cmd::{self, cargo};

pub(super) struct Workspace {
    pub(super) target_directory: PathBuf,
    /// The members that a plain `cargo test` covers.
    pub(super) default_members: Vec<Package>,
}

pub(super) struct Package {
    pub(super) name: String,
    pub(super) targets: Vec<Target>,
}

pub(super) struct Target {
    /// The name as rustc knows it: with underscores.
    pub(super) crate_name: String,
    /// The root file, from the package's directory.
    pub(super) source: PathBuf,
}

impl Workspace {
    pub(super) fn load() -> Result<Self> {
        let text = cmd::read(&mut cargo(["metadata", "--no-deps", "--format-version", "1", "--locked"]))?;
        serde_json::from_str(&text)
            .ok()
            .and_then(|json| Self::parse(&json))
            .context("`cargo metadata` is not understood")
    }

    fn parse(json: &Value) -> Option<Self> {
        let defaults = json["workspace_default_members"].as_array()?;
        let packages =
            json["packages"].as_array()?.iter().filter(|package| defaults.contains(&package["id"]));
        Some(Self {
            target_directory: json["target_directory"].as_str()?.into(),
            default_members: packages.map(Package::parse).collect::<Option<_>>()?,
        })
    }
}

impl Package {
    fn parse(json: &Value) -> Option<Self> {
        let directory = Path::new(json["manifest_path"].as_str()?).parent()?;
        let target = |json: &Value| {
            Some(Target {
                crate_name: json["name"].as_str()?.replace('-', "_"),
                source: Path::new(json["src_path"].as_str()?).strip_prefix(directory).ok()?.into(),
            })
        };
        Some(Self {
            name: json["name"].as_str()?.into(),
            targets: json["targets"].as_array()?.iter().map(target).collect::<Option<_>>()?,
        })
    }
}
