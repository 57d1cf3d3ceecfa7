/**
 * A seccomp filter in the form that `bwrap --seccomp` reads: an array of `struct sock_filter` (u16 code, u8 jt, u8 jf,
 * u32 k, native order) for classic BPF over `struct seccomp_data`.
 *
 * It denies what a number-crunching process has no use for and what past kernel exploits went through: new sockets,
 * namespaces, mounts, tracing, kernel keys, BPF, performance counters, io_uring, modules. A deny list rather than an
 * allow list, because V8 and ONNX Runtime use a wide and version-dependent set of calls, and the namespaces already
 * leave those with nothing to act on. A denied call fails with EPERM; a foreign system-call ABI kills the process.
 * Returns null on a processor that it has no numbers for.
 */
export function seccompFilter(architecture: string): Uint8Array | null {
  const abi = abis[architecture]
  if (abi === undefined) return null
  const denied = Object.values(abi.denied)
  // Every match lands on the last instruction.
  return encode([
    load(offsetOfArchitecture),
    jumpIfEqual(abi.auditArchitecture, 1, 0),
    done(killProcess),
    load(offsetOfNumber),
    // On x86-64 numbers from 2^30 on are the x32 ABI, under which every call has a second number.
    jumpIfAtLeast(0x4000_0000, denied.length + 1, 0),
    ...denied.map((number, index) => jumpIfEqual(number, denied.length - index, 0)),
    done(allow),
    done(failWithEperm),
  ])
}

interface Instruction {
  readonly code: number
  readonly jumpTrue: number
  readonly jumpFalse: number
  readonly value: number
}

const offsetOfNumber = 0
const offsetOfArchitecture = 4
const allow = 0x7fff_0000
const failWithEperm = 0x0005_0000 | 1
const killProcess = 0x8000_0000

const load = (offset: number): Instruction => ({ code: 0x20, jumpTrue: 0, jumpFalse: 0, value: offset })
const done = (value: number): Instruction => ({ code: 0x06, jumpTrue: 0, jumpFalse: 0, value })
const jumpIfEqual = (value: number, jumpTrue: number, jumpFalse: number): Instruction => ({
  code: 0x15,
  jumpTrue,
  jumpFalse,
  value,
})
const jumpIfAtLeast = (value: number, jumpTrue: number, jumpFalse: number): Instruction => ({
  code: 0x35,
  jumpTrue,
  jumpFalse,
  value,
})

function encode(instructions: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(instructions.length * 8)
  instructions.forEach(({ code, jumpTrue, jumpFalse, value }, index) => {
    bytes.writeUInt16LE(code, index * 8)
    bytes.writeUInt8(jumpTrue, index * 8 + 2)
    bytes.writeUInt8(jumpFalse, index * 8 + 3)
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4)
  })
  return bytes
}

interface Abi {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly auditArchitecture: number
  readonly denied: Readonly<Record<string, number>>
}

/** Calls whose numbers are the same everywhere: those added since Linux 5.1. */
const deniedEverywhere = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_getfd: 438,
  mount_setattr: 442,
}

/** Keyed by Node's `process.arch`. Numbers from the kernel's syscall tables. */
const abis: Readonly<Record<string, Abi>> = {
  x64: {
    auditArchitecture: 0xc000_003e,
    denied: {
      socket: 41,
      connect: 42,
      bind: 49,
      listen: 50,
      ptrace: 101,
      personality: 135,
      pivot_root: 155,
      chroot: 161,
      acct: 163,
      mount: 165,
      umount2: 166,
      swapon: 167,
      swapoff: 168,
      reboot: 169,
      init_module: 175,
      delete_module: 176,
      quotactl: 179,
      kexec_load: 246,
      add_key: 248,
      request_key: 249,
      keyctl: 250,
      unshare: 272,
      vmsplice: 278,
      perf_event_open: 298,
      fanotify_init: 300,
      name_to_handle_at: 303,
      open_by_handle_at: 304,
      setns: 308,
      process_vm_readv: 310,
      process_vm_writev: 311,
      kcmp: 312,
      finit_module: 313,
      kexec_file_load: 320,
      bpf: 321,
      userfaultfd: 323,
      ...deniedEverywhere,
    },
  },
  arm64: {
    auditArchitecture: 0xc000_00b7,
    denied: {
      umount2: 39,
      mount: 40,
      pivot_root: 41,
      chroot: 51,
      quotactl: 60,
      vmsplice: 75,
      acct: 89,
      personality: 92,
      unshare: 97,
      kexec_load: 104,
      init_module: 105,
      delete_module: 106,
      ptrace: 117,
      reboot: 142,
      socket: 198,
      bind: 200,
      listen: 201,
      connect: 203,
      add_key: 217,
      request_key: 218,
      keyctl: 219,
      swapon: 224,
      swapoff: 225,
      perf_event_open: 241,
      fanotify_init: 262,
      name_to_handle_at: 264,
      open_by_handle_at: 265,
      setns: 268,
      process_vm_readv: 270,
      process_vm_writev: 271,
      kcmp: 272,
      finit_module: 273,
      bpf: 280,
      userfaultfd: 282,
      kexec_file_load: 294,
      ...deniedEverywhere,
    },
  },
}
