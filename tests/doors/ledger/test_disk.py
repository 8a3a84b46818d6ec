"""RULES.md «Ledger»: a disk that several machines share is told from this machine's own, as the kernel lists them."""

from pathlib import Path

import pytest

from tasks.doors.ledger.disk import network_disk

#: As /proc/self/mountinfo says it on machines that were looked at; optional fields, blanks in names, one disk over another.
MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 259:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw
31 27 0:44 / /srv/sirkel rw,relatime shared:14 master:2 - nfs4 filtjener:/eksport rw,vers=4.2
32 27 0:45 / /mnt/felles\040område rw,relatime shared:15 - cifs //tjener/felles rw,vers=3.1.1
33 27 0:46 / /home/kari/sky rw,nosuid,nodev - fuse.sshfs kari@example.org: rw,user_id=1000
34 27 0:47 / /mnt/c rw,noatime - 9p C:\134 rw,dirsync,aname=drvfs
35 27 0:48 / /mnt/stasjon rw - fuse.rclone stasjon: rw
36 31 8:1 / /srv/sirkel/lokalt rw,relatime - xfs /dev/sda1 rw
37 27 0:50 / /mnt/over rw - nfs filtjener:/gammel rw
38 37 8:2 / /mnt/over rw - btrfs /dev/sdb1 rw
39 27 0:51 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
40 27 0:52 / /mnt/kryptert rw - fuse.gocryptfs /hjem rw
broken line
"""
PLACES = {
    "/var/lib/sirkel": "", "/srv/sirkel/min/ledger.db": "nfs4", "/srv/sirkelen": "", "/home/kari/sky/var": "fuse.sshfs",
    "/mnt/c/Users/kari": "9p", "/mnt/stasjon/x": "fuse.rclone", "/srv/sirkel/lokalt/ledger.db": "", "/mnt/over/a": "", "/mnt/ntfs/a": "",
    "/mnt/kryptert/a": "", "/mnt/felles område/ledger.db": "cifs",
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_network_disk_is_named_by_its_file_system(place: str, tmp_path: Path) -> None:
    (tmp_path / "mountinfo").write_bytes(MOUNTS.encode())
    assert network_disk(Path(place), tmp_path / "mountinfo") == PLACES[place]


def test_where_nothing_is_listed_nothing_is_said_and_this_folder_is_this_machine_s(tmp_path: Path) -> None:
    assert network_disk(tmp_path, tmp_path / "none") == ""
    assert network_disk(tmp_path) == ""
