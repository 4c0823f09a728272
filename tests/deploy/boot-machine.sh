#!/bin/sh
# boot-machine.sh FOLDER TMP: a machine of its own for a test, whose first process is systemd. It is made of namespaces of this
# machine: own processes, control groups, /run and /dev/shm; own /etc, /var and /opt over those that are there (what is written
# stays in FOLDER); TMP as its /tmp. The network is this machine's. Needs root. It ends when its first process is killed.
set -eu
folder=$1 tmp=$2
name=$(basename "$(dirname "$folder")")-$(basename "$folder")

if [ "${3:-}" != inside ]; then
  # Of each hierarchy of control groups one that this machine's systemd takes for the root.
  while IFS=: read -r _ controllers _; do
    case $controllers in
      '') for at in /sys/fs/cgroup/unified /sys/fs/cgroup; do [ -f "$at/cgroup.procs" ] && break; done ;;
      name=*) at=/sys/fs/cgroup/${controllers#name=} ;;
      *) at=/sys/fs/cgroup/$controllers ;;
    esac
    [ -d "$at" ] || continue
    mkdir -p "$at/$name"
    if [ -f "$at/cpuset.cpus" ]; then
      cat "$at/cpuset.cpus" >"$at/$name/cpuset.cpus"
      cat "$at/cpuset.mems" >"$at/$name/cpuset.mems"
    fi
    echo $$ >"$at/$name/cgroup.procs"
  done </proc/self/cgroup
  exec unshare --pid --fork --kill-child --mount --uts --ipc --cgroup --mount-proc sh "$0" "$folder" "$tmp" inside
fi

mount --make-rprivate /
overlay() {
  mkdir -p "$folder/$1/upper" "$folder/$1/work"
  mount -t overlay overlay -o "lowerdir=/$1,upperdir=$folder/$1/upper,workdir=$folder/$1/work" "/$1" 2>/dev/null
}
# A container's own overlay cannot be written over once more: memory can.
overlay etc || { mount -t tmpfs tmpfs "$folder" && overlay etc; }
overlay var
overlay opt
# A checkout below /tmp stays where it is.
tree=$(cd "$(dirname "$0")/../.." && pwd)
case $tree in
  /tmp/*) mkdir -p "$tmp/${tree#/tmp/}" && mount --bind "$tree" "$tmp/${tree#/tmp/}" ;;
esac
mount --rbind "$tmp" /tmp
mount -t tmpfs tmpfs /run
# PostgreSQL leaves segments here when its machine is killed.
mount -t tmpfs tmpfs /dev/shm
umount -R /sys/fs/cgroup
# Only what a test starts runs here, not what the machine would start at its boot.
for wants in /usr/lib/systemd/system/*.wants; do mount -t tmpfs tmpfs "$wants"; done
find /etc/systemd/system -mindepth 1 -maxdepth 1 -name '*.wants' -exec rm -rf {} +
# Debian's servers without data and clusters, and nothing of another installation.
rm -rf /opt/garance /etc/garance /etc/postgresql/* /var/lib/postgresql/* /var/lib/redis/* /var/lib/garance /var/lib/private
rm -rf /etc/systemd/system/garance-*
# Credentials of units are mounts that a child of systemd makes: they must be seen outside of it.
mount --make-rshared /
container=docker exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=console --log-level=warning
