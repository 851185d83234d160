//! Where the compiler looks for the file of a module.

use std::path::{Path, PathBuf};

/// A position in the tree of files: the file to read, and the folder for the modules declared in it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    folder: PathBuf,
    /// The subfolder for the modules of a file `name.rs`.
    own: Option<String>,
}

impl Place {
    /// The root of a target, a `mod.rs`, or a file named by `#[path]`: its modules are in the same folder.
    pub(super) fn flat(file: PathBuf) -> Self {
        Self { folder: parent(&file), file, own: None }
    }

    /// Returns the possible locations of a module declared here by `mod name;`.
    pub(super) fn declared(&self, name: &str, path: Option<&str>) -> Vec<Self> {
        if let Some(path) = path {
            return vec![Self::flat(normal(&self.folder.join(path)))];
        }
        let folder = self.modules();
        let file = folder.join(format!("{name}.rs"));
        vec![
            Self { file, folder: folder.clone(), own: Some(name.to_owned()) },
            Self::flat(folder.join(name).join("mod.rs")),
        ]
    }

    /// Returns the location inside an inline module.
    pub(super) fn inline(&self, name: &str, path: Option<&str>) -> Self {
        let folder = normal(&self.modules().join(path.unwrap_or(name)));
        Self { file: self.file.clone(), folder, own: None }
    }

    /// Returns the location of a file that is included here; its modules are resolved as if declared here.
    pub(super) fn included(&self, path: &str) -> Self {
        Self { file: normal(&parent(&self.file).join(path)), ..self.clone() }
    }

    fn modules(&self) -> PathBuf {
        self.own.as_ref().map_or_else(|| self.folder.clone(), |own| self.folder.join(own))
    }
}

fn parent(file: &Path) -> PathBuf {
    file.parent().map(Path::to_owned).unwrap_or_default()
}

/// Removes the `..` components from a path.
pub(super) fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut whole, part| {
        if part.as_os_str() == ".." && whole.file_name().is_some() {
            whole.pop();
        } else if part.as_os_str() != "." {
            whole.push(part);
        }
        whole
    })
}
