using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>What the last REC exit said, as the RMM wrote it into the run page.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecExit. A realm's PC is not part of it: the host never learns it.</remarks>
internal sealed class RecExit
{
    private const int Start = RmiRecRunLayout.ExitReason;
    private readonly byte[] _bytes = new byte[RmiRecRunLayout.Size - Start];

    /// <summary>Where the exit half of the run page is copied to.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Why the REC came back.</summary>
    public RmiRecExitReason Reason => (RmiRecExitReason)_bytes[0];

    /// <summary>ESR_EL2, masked.</summary>
    public EsrValue Esr => new(Word(RmiRecRunLayout.ExitEsr));

    /// <summary>FAR_EL2: only the offset in the page, and only for emulatable aborts.</summary>
    public ulong Far => Word(RmiRecRunLayout.ExitFar);

    /// <summary>HPFAR_EL2.</summary>
    public HpfarEl2 Hpfar => new(Word(RmiRecRunLayout.ExitHpfar));

    /// <summary>First address of a RIPAS change.</summary>
    public ulong RipasBase => Word(RmiRecRunLayout.ExitRipasBase);

    /// <summary>First address behind a RIPAS change.</summary>
    public ulong RipasTop => Word(RmiRecRunLayout.ExitRipasTop);

    /// <summary>What the realm wants these addresses to be.</summary>
    public Ripas RipasValue => (Ripas)_bytes[RmiRecRunLayout.ExitRipasValue - Start];

    /// <summary>Immediate of a host call.</summary>
    public ushort HostCallImmediate => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(RmiRecRunLayout.ExitImm - Start));

    /// <summary>The faulting address: the page from HPFAR, the offset from FAR.</summary>
    public ulong FaultIpa => Hpfar.Page.Value | Far;

    /// <summary>CNTV_CTL_EL0 and CNTV_CVAL_EL0 of the realm, with offset 0.</summary>
    public (ulong Control, ulong CompareValue) VirtualTimer => (Word(RmiRecRunLayout.ExitCntvCtl), Word(RmiRecRunLayout.ExitCntvCval));

    /// <summary>CNTP_CTL_EL0 and CNTP_CVAL_EL0 of the realm, with offset 0.</summary>
    public (ulong Control, ulong CompareValue) PhysicalTimer => (Word(RmiRecRunLayout.ExitCntpCtl), Word(RmiRecRunLayout.ExitCntpCval));

    /// <summary>Whether a counter of the performance monitors has overflowed that may interrupt the realm.</summary>
    public bool HasPmuOverflow => (_bytes[RmiRecRunLayout.ExitPmuOvfStatus - Start] & 1) != 0;

    /// <summary>A register that the exit shows.</summary>
    /// <param name="register">0 to 30.</param>
    public ulong Gpr(int register) => Word(RmiRecRunLayout.ExitGprs + register * sizeof(ulong));

    /// <summary>The exit in public form.</summary>
    public RealmExitReport ToReport() => new(Reason.ToString(), Esr.Value, Far, Hpfar.Value)
    {
        Text = Reason == RmiRecExitReason.Sync ? $"{Reason}, {Esr}, IPA {new Ipa(FaultIpa)}" : Reason.ToString(),
    };

    private ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset - Start));
}
