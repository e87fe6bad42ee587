//! The disk under a file: whether it is one of this machine, and what makes a change of a folder last.

mod lock;

use std::fs::File;
use std::io;
use std::path::Path;

pub use lock::Held;

/// File systems over a network, of clusters, and those that programs make, by their numbers (`statfs(2)`,
/// `linux/magic.h`; those that the kernel does not name are in `stat.c` of GNU coreutils).
const REMOTE: [u32; 20] = [
    0x6969,      // NFS
    0x517B,      // SMB
    0xFE53_4D42, // SMB 2
    0xFF53_4D42, // CIFS
    0x6573_5546, // FUSE, sshfs among them
    0x0102_1997, // 9P
    0x5346_414F, // AFS
    0x6B41_4653, // kAFS
    0x564C,      // NCP
    0x00C3_6400, // Ceph
    0x7375_7245, // Coda
    0x0BD0_0BD0, // Lustre
    0x0116_1970, // GFS2
    0x7461_636F, // OCFS2
    0x4750_4653, // GPFS
    0x1983_0326, // BeeGFS
    0x2003_0528, // OrangeFS
    0x786F_4256, // VirtualBox's shared folders
    0xBACB_ACBC, // VMware's
    0x7C7C_6673, // Parallels'
];

/// Whether a file system of this type (`f_type` of `statfs(2)`) may lie on another machine. There SQLite's write-ahead
/// log is not safe: it needs memory that all programs share ("Write-Ahead Logging", 2.2).
pub fn is_remote_type(f_type: u32) -> bool {
    REMOTE.contains(&f_type)
}

/// Whether `folder` lies, or will be made, on such a file system; `false` where the system does not say.
#[cfg(target_os = "linux")]
pub fn is_remote(folder: &Path) -> bool {
    let system = folder.ancestors().find_map(|folder| {
        let named = !folder.as_os_str().is_empty();
        rustix::fs::statfs(if named { folder } else { Path::new(".") }).ok()
    });
    // The number has 32 bits, in a field of other sizes on other machines.
    system.is_some_and(|system| is_remote_type(system.f_type as u32))
}

/// Whether `folder` lies, or will be made, on such a file system; `false` where the system does not say.
#[cfg(not(target_os = "linux"))]
pub fn is_remote(_folder: &Path) -> bool {
    false
}

/// Waits until what was made, renamed or removed in `folder` would outlast a loss of power.
///
/// # Errors
/// What the system says; some file systems cannot do it.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_of_this_machine_are_told_from_others() {
        for (name, f_type) in [
            ("ext4", 0xEF53),
            ("xfs", 0x5846_5342),
            ("btrfs", 0x9123_683E),
            ("tmpfs", 0x0102_1994),
            ("overlayfs", 0x794C_7630),
            ("zfs", 0x2FC1_2FC1),
        ] {
            assert!(!is_remote_type(f_type), "{name}");
        }
        for (name, f_type) in [("NFS", 0x6969), ("SMB 2", 0xFE53_4D42), ("sshfs", 0x6573_5546)] {
            assert!(is_remote_type(f_type), "{name}");
        }
    }
}
