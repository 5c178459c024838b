//! What a child process may not: outlive its parent, take more memory or time than it was given, write a file, open a socket, start
//! a program. The kernel sees to it, whatever the file of a stranger makes of us.

use std::io;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, set_parent_process_death_signal, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter_all_threads};

/// Children give way to the letters of the service itself.
const NICENESS: i32 = 5;

/// The child ends with its parent, gains no rights, and leaves no core with a debtor's data in it.
///
/// # Errors
/// When the system refuses.
pub fn bind_to_parent() -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    rustix::thread::set_no_new_privs(true)?;
    // Niceness is a courtesy: a system that refuses it changes nothing else.
    let _ = rustix::process::nice(NICENESS);
    limit(Resource::Core, 0, 0)
}

/// From here on at most `memory_bytes` more of address space and `cpu_seconds` more on the processor; no file grows, no socket is
/// opened, no program is started.
///
/// # Errors
/// When the system refuses.
pub fn confine(memory_bytes: u64, cpu_seconds: u64) -> io::Result<()> {
    let (address_space, used_seconds) = (address_space()?, processor_seconds());
    limit(Resource::As, address_space + memory_bytes, 0)?;
    // At the lower limit it ends by SIGXCPU, which says why; at the upper one by SIGKILL.
    limit(Resource::Cpu, used_seconds + cpu_seconds, 1)?;
    limit(Resource::Fsize, 0, 0)?;
    apply_filter_all_threads(&filter()?).map_err(io::Error::other)
}

fn limit(resource: Resource, most: u64, beyond: u64) -> io::Result<()> {
    let hard = getrlimit(resource).maximum;
    let within = |most: u64| Some(hard.map_or(most, |hard| hard.min(most)));
    Ok(setrlimit(resource, Rlimit { current: within(most), maximum: within(most + beyond) })?)
}

/// What the process has mapped so far: the program, its fonts, its allocator's reserve.
fn address_space() -> io::Result<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages = statm.split_whitespace().next().and_then(|pages| pages.parse::<u64>().ok());
    pages.map(|pages| pages * rustix::param::page_size() as u64).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Whether the process has come near what it may map: a panic there is for want of memory.
pub fn memory_is_short() -> bool {
    let most = getrlimit(Resource::As).current;
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?;
        line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()
    };
    most.zip(peak()).is_some_and(|(most, peak)| peak * 1024 > most / 8 * 7)
}

/// Rounded up: reading the law costs a fraction of a second.
fn processor_seconds() -> u64 {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    u64::try_from(used.tv_sec).unwrap_or_default() + 1
}

/// Every call of the system but those that reach out of the process; these fail with `EPERM`.
fn filter() -> io::Result<BpfProgram> {
    let refused = [
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        libc::SYS_mount,
        libc::SYS_io_uring_setup,
        libc::SYS_bpf,
    ];
    let rules = refused.into_iter().map(|call| (call, Vec::new())).collect();
    let arch = std::env::consts::ARCH.try_into().map_err(io::Error::other)?;
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch).map_err(io::Error::other)?;
    filter.try_into().map_err(io::Error::other)
}
