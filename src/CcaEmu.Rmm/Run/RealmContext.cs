using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Attestation;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Run;

/// <summary>The REC that is being entered, runs or exits on a PE.</summary>
/// <param name="rmm">The RMM's global state.</param>
/// <param name="pe">The PE.</param>
internal sealed class RealmContext(RmmContext rmm, ProcessingElement pe)
{
    private RttWalk _walk;
    private ulong? _walkedIpa;

    /// <summary>The RMM's global state.</summary>
    public RmmContext Rmm => rmm;

    /// <summary>The PE; while the REC runs it holds the Realm's registers, with PC and PSTATE in ELR_EL2 and SPSR_EL2.</summary>
    public ProcessingElement Pe => pe;

    /// <summary>Place of scripts that call the monitor while the Realm waits.</summary>
    public ScriptContext? Script { get; init; }

    /// <summary>Ends the exception that a script was started for.</summary>
    public Action<RealmOutcome>? Continue { get; init; }

    /// <summary>Tokens of the RECs of this PE.</summary>
    public TokenBuilder Tokens { get; } = new();

    /// <summary>The REC.</summary>
    public Rec Rec { get; private set; }

    /// <summary>Its Realm.</summary>
    public Rd Rd { get; private set; }

    /// <summary>Its tables: where they begin does not change while it exists.</summary>
    public RttTree Tree { get; private set; }

    /// <summary>Encryption context of its memory and its tables; 0 without FEAT_MEC.</summary>
    public ushort Mecid { get; private set; }

    /// <summary>What the host will learn of the exit.</summary>
    public RecExit Exit { get; } = new();

    /// <summary>Timer outputs as the host saw them last.</summary>
    public RealmTimers SeenTimers { get; set; }

    /// <summary>Performance monitors of the REC.</summary>
    public RealmMonitors Monitors { get; } = new(pe);

    /// <summary>The registers of <see cref="RecEntry.ControlRegisters"/>.</summary>
    public RegisterBank Controls { get; } = new(RecEntry.ControlRegisters, pe.Features);

    /// <summary>Memory of the Realm, in its encryption context.</summary>
    public RealmMemory Memory { get; private set; }

    /// <summary>Starts on a REC.</summary>
    public void Begin(Rec rec, Rd rd)
    {
        Rec = rec;
        Rd = rd;
        Tree = new RttTree(pe, rd);
        Mecid = rd.Mecid;
        Memory = new RealmMemory(pe.Physical, Mecid);
        Forget();
        Monitors.Begin(rd, rec);
    }

    /// <summary>The platform has failed while the REC ran: the RMM stops for good.</summary>
    /// <param name="what">What happened.</param>
    public RealmOutcome Abort(string what)
    {
        Rmm.SystemAbort?.Invoke($"PE{Pe.Index}: {what}, while the REC at 0x{Rec.Address:x} ran");
        return RealmOutcome.Suspend;
    }

    /// <summary>Skips the instruction that was trapped.</summary>
    public void AdvancePc() => pe[SystemRegister.ELR_EL2] += 4;

    /// <summary>A general-purpose register of the Realm; 31 is XZR.</summary>
    public ulong Gpr(int register) => register == 31 ? 0 : pe.X(register);

    /// <summary>Sets a general-purpose register of the Realm; 31 discards.</summary>
    public void SetGpr(int register, ulong value)
    {
        if (register != 31)
            pe.X(register) = value;
    }

    /// <summary>Walks the Realm's tables to the last level.</summary>
    /// <param name="ipa">An IPA inside the IPA space.</param>
    public RttWalk Walk(ulong ipa)
    {
        if (_walkedIpa != ipa)
            (_walk, _walkedIpa) = (Tree.Walk(ipa, RttGeometry.LastLevel), ipa);
        return _walk;
    }

    /// <summary>Forgets the last walk: other code has run since, which may have changed the tables.</summary>
    public void Forget() => _walkedIpa = null;

    /// <summary>Physical address of protected RAM with memory behind it.</summary>
    /// <param name="ipa">A protected IPA.</param>
    /// <param name="address">Its physical address in the Realm PAS.</param>
    /// <returns>
    /// False where the RMM cannot access it for the Realm: prepares a Data Abort exit as if the Realm had accessed it.
    /// </returns>
    public bool TryLocate(ulong ipa, out ulong address)
    {
        RttWalk walk = Walk(ipa);
        if (walk.Entry.IsValid)
        {
            address = walk.Address + (ipa & (walk.Geometry.EntrySize(walk.Level) - 1));
            return true;
        }
        address = 0;
        ulong fault = ESR_ELx.EC.Set((ulong)FaultStatusCodes.Translation(walk.Level), (ulong)ExceptionClass.DataAbortLower);
        Exit.Begin(RmiRecExitReason.Sync)
            .With(RmiRecRunLayout.ExitEsr, fault)
            .With(RmiRecRunLayout.ExitHpfar, HpfarOf(ipa));
        return false;
    }

    /// <summary>HPFAR_EL2 as a host is shown it: what lies in one RMI granule it is not told apart.</summary>
    /// <param name="ipa">The IPA that was accessed.</param>
    public ulong HpfarOf(ulong ipa) => HpfarEl2.Create(new Arm.Ipa(ipa & ~(Rmm.GranuleBytes - 1))).Value;
}
