"""What kind of disk a file lies on. SQLite's journal needs memory that all who use the file share (https://www.sqlite.org/wal.html, 8)."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
#: File systems (Linux) of which the files are another machine's; behind «fuse.» by what they are called.
_FAR = {"9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2"}
_FAR |= {"prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs"}
_FAR_FUSE = re.compile(r"fuse\..*(afs|ceph|dav|drive|ftp|gcs|gluster|goofys|grpc|hgfs|nfs|rclone|s3|smb|sshfs)")


def network_disk(path: Path, mounts: Path | None = None) -> str:
    """The file system of a network disk that `path` lies on, or will («nfs4»); "" for this machine's own, and where nothing says.

    `mounts` is as proc_pid_mountinfo(5) describes it, this process's by default.
    """
    try:
        lines = (mounts or _MOUNTS).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    there, kind, longest = path.resolve(), "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        if there.is_relative_to(place) and len(place.parts) >= longest:  # of two on one place, the later covers the other
            kind, longest = after.split(" ")[0], len(place.parts)
    return kind if kind in _FAR or _FAR_FUSE.fullmatch(kind) else ""
