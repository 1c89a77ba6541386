using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>One entry into the scripted guest: what the host sent in, and what the guest sends out.</summary>
internal sealed class FakeExit(byte[] page, ulong mpidr)
{
    public ulong Mpidr { get; } = mpidr;

    public RmiRecEnterFlags Flags => (RmiRecEnterFlags)Word(RmiRecRunLayout.EnterFlags);

    public RmiStatus Status { get; set; } = RmiStatus.Success;

    public ulong EnterGpr(int register) => Word(RmiRecRunLayout.EnterGprs + 8 * register);

    public FakeExit Because(RmiRecExitReason reason)
    {
        Array.Clear(page, RmiRecRunLayout.ExitReason, page.Length - RmiRecRunLayout.ExitReason);
        page[RmiRecRunLayout.ExitReason] = (byte)reason;
        return this;
    }

    public FakeExit Gpr(int register, ulong value) => Set(RmiRecRunLayout.ExitGprs + 8 * register, value);

    public FakeExit Psci(uint function, ulong argument = 0) => Because(RmiRecExitReason.Psci).Gpr(0, function).Gpr(1, argument);

    public FakeExit HostCall(ushort immediate, ulong argument) =>
        Because(RmiRecExitReason.HostCall).Set(RmiRecRunLayout.ExitImm, immediate).Gpr(0, argument);

    public FakeExit Sync(ExceptionClass ec, ulong iss, ulong ipa, bool showOffset = false)
    {
        Because(RmiRecExitReason.Sync).Set(RmiRecRunLayout.ExitEsr, EsrValue.Create(ec, iss).Value);
        Set(RmiRecRunLayout.ExitHpfar, HpfarEl2.Create(new Ipa(ipa)).Value);
        return Set(RmiRecRunLayout.ExitFar, showOffset ? ipa & 0xFFF : 0);
    }

    /// <summary>A load from, or store to, protected memory that is not there: level 3 translation fault, not emulatable.</summary>
    public FakeExit Fault(ulong ipa) => Sync(ExceptionClass.DataAbortLower, 0x07, ipa);

    /// <summary>An emulatable access: ISV, SAS, WnR, the data of a write in X0.</summary>
    public FakeExit Access(ulong ipa, int log2Bytes, ulong? write = null)
    {
        ulong iss = 1UL << 24 | (ulong)log2Bytes << 22 | (write is null ? 0UL : 1UL << 6) | 0x07;
        return Sync(ExceptionClass.DataAbortLower, iss, ipa, showOffset: true).Gpr(0, write ?? 0);
    }

    public FakeExit RipasChange(ulong start, ulong end, Ripas value) => Because(RmiRecExitReason.RipasChange)
        .Set(RmiRecRunLayout.ExitRipasBase, start).Set(RmiRecRunLayout.ExitRipasTop, end)
        .Set(RmiRecRunLayout.ExitRipasValue, (ulong)value);

    private FakeExit Set(int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(offset), value);
        return this;
    }

    private ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(offset));
}
