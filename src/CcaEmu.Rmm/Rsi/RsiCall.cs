using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>A call of a Realm under way: its registers are the PE's.</summary>
/// <param name="context">The REC that calls.</param>
internal sealed class RsiCall(RealmContext context)
{
    /// <summary>Bytes of a granule as Realms see it, whatever the RMI granule is.</summary>
    public const ulong GranuleBytes = 4096;

    /// <summary>The REC that calls.</summary>
    public RealmContext Context => context;

    /// <summary>Its Realm.</summary>
    public Rd Rd => context.Rd;

    /// <summary>The REC.</summary>
    public Rec Rec => context.Rec;

    /// <summary>An argument or output.</summary>
    /// <param name="register">0 to 30 for X0 to X30.</param>
    public ulong this[int register]
    {
        get => context.Pe.X(register);
        set => context.Pe.X(register) = value;
    }

    /// <summary>Ends the call: the Realm goes on behind its SMC.</summary>
    /// <param name="x0">X0.</param>
    public RealmOutcome Return(ulong x0)
    {
        this[0] = x0;
        context.AdvancePc();
        return RealmOutcome.Resume;
    }

    /// <summary>Ends the call: the Realm goes on behind its SMC.</summary>
    public RealmOutcome Return(RsiStatus status) => Return((ulong)status);

    /// <summary>Exits with the prepared record; the Realm will go on behind its SMC.</summary>
    public RealmOutcome Exit()
    {
        context.AdvancePc();
        return RealmOutcome.Exit;
    }

    /// <summary>Exits with the prepared record; the Realm will make the same call again.</summary>
    public RealmOutcome ExitAndRetry() => RealmOutcome.Exit;

    /// <summary>Prepares the record of an exit for the interrupt of the host that has ended a wait.</summary>
    public void BeginInterruptExit() => context.Exit.Begin(HostInterrupt.Pending(context.Pe) ?? RmiRecExitReason.Irq);

    /// <summary>
    /// Lets a script call the monitor in the middle of the call; the Realm's registers are put back before the call goes on. Meanwhile other PEs
    /// run, so nothing that was found in the Realm's tables before holds after it.
    /// </summary>
    /// <param name="work">The script; its result goes to <paramref name="then"/>.</param>
    /// <param name="then">The rest of the call.</param>
    /// <typeparam name="T">Type of the script's result.</typeparam>
    public RealmOutcome Suspend<T>(Func<ScriptContext, Script<T>> work, Func<T, RealmOutcome> then)
    {
        context.Script!.Start(() => Run(work, then));
        return RealmOutcome.Suspend;
    }

    private async Script Run<T>(Func<ScriptContext, Script<T>> work, Func<T, RealmOutcome> then)
    {
        SmcCall registers = SmcCall.From(context.Pe);
        T result = await work(context.Script!);
        registers.CopyTo(context.Pe);
        context.Forget();
        context.Continue!(then(result));
    }

    /// <summary>Whether an IPA is aligned to such a granule.</summary>
    public static bool IsAligned(ulong ipa) => (ipa & (GranuleBytes - 1)) == 0;

    /// <summary>A register holds an IPA aligned to a size, protected, and not EMPTY.</summary>
    /// <param name="register">Which.</param>
    /// <param name="alignment">A power of two of at most 4 KiB.</param>
    public static RsiCondition[] Buffer(int register, ulong alignment) =>
    [
        new("addr_align", RsiStatus.ErrorInput, call => (call[register] & (alignment - 1)) != 0),
        new("addr_bound", RsiStatus.ErrorInput, call => !call.Rd.IsProtected(call[register])),
        new("addr_ripas", RsiStatus.ErrorInput, call => call.Context.Walk(call[register]).Ripas == Ripas.Empty),
    ];

    /// <summary>X1 and X2 hold a protected range that is not empty.</summary>
    public static RsiCondition[] Range { get; } =
    [
        new("base_align", RsiStatus.ErrorInput, call => !IsAligned(call[1])),
        new("top_align", RsiStatus.ErrorInput, call => !IsAligned(call[2])),
        new("size_valid", RsiStatus.ErrorInput, call => call[2] <= call[1]),
        new("rgn_bound", RsiStatus.ErrorInput, call => !call.Rd.IsProtected(call[1], call[2])),
    ];
}
