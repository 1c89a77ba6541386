using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Rmi;

/// <summary>Failure conditions that many commands share.</summary>
internal static class RmiConditions
{
    /// <summary>The RMM is ACTIVE.</summary>
    public static RmiCondition RmmActive { get; } =
        RmiCondition.When("rmm_state", RmiStatus.ErrorGlobal, call => call.Rmm.State != RmmState.Active);

    /// <summary>A register holds an RD; notes it in <see cref="RmiCall.Rd"/>.</summary>
    public static RmiCondition[] RdAt(int register) =>
    [
        Aligned("rd_align", register),
        Tracked("rd_bound", register),
        new("rd_state", call =>
        {
            if (call.StateOf(call[register]) != GranuleState.Rd)
                return RmiStatus.ErrorInput;
            call.Rd = new Rd(call.Memory, call[register]);
            call.Geometry = call.Rd.Geometry;
            return RmiResult.Success;
        }),
    ];

    /// <summary>A register holds a REC; notes it in <see cref="RmiCall.Rec"/>.</summary>
    public static RmiCondition[] RecAt(int register) =>
    [
        Aligned("rec_align", register),
        Tracked("rec_bound", register),
        new("rec_state", call =>
        {
            if (call.StateOf(call[register]) != GranuleState.Rec)
                return RmiStatus.ErrorInput;
            call.Rec = new Rec(call.Memory, call[register]);
            return RmiResult.Success;
        }),
    ];

    /// <summary>A register holds the address of a DELEGATED granule.</summary>
    public static RmiCondition[] Delegated(string name, int register) =>
    [
        Aligned(name + "_align", register),
        Tracked(name + "_bound", register),
        RmiCondition.When(name + "_state", RmiStatus.ErrorInput, call => call.StateOf(call[register]) != GranuleState.Delegated),
    ];

    /// <summary>A register holds the address of a Non-secure granule, whose fields are read into <see cref="RmiCall.Page"/>.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="register">1 to 7 for X1 to X7.</param>
    /// <param name="layout">The structure in it.</param>
    public static RmiCondition[] HostPage(string name, int register, Func<RmmAbiProfile, AbiLayout> layout) =>
    [
        Aligned(name + "_align", register),
        RmiCondition.When(name + "_pas", RmiStatus.ErrorInput, call =>
            !TryReadStructure(call, register, layout) || !IsHostAbove4K(call, call[register])),
    ];

    /// <summary>A register holds the address of a Non-secure granule, which is read into <see cref="RmiCall.Contents"/>.</summary>
    public static RmiCondition[] HostGranule(string name, int register) =>
    [
        Aligned(name + "_align", register),
        RmiCondition.When(name + "_pas", RmiStatus.ErrorInput, call => !call.Host.TryRead(call[register], call.Contents)),
    ];

    /// <summary>A register is aligned to a granule.</summary>
    public static RmiCondition Aligned(string name, int register) =>
        RmiCondition.When(name, RmiStatus.ErrorInput, call => !call.Rmm.Geometry.IsAligned(call[register]));

    /// <summary>A register holds an address in DRAM whose granules are tracked one by one.</summary>
    public static RmiCondition Tracked(string name, int register) =>
        RmiCondition.When(name, RmiStatus.ErrorInput, call => !call.Rmm.Granules.IsFine(call[register]));

    // What was read says of the first 4 KiB that they are the host's.
    private static bool IsHostAbove4K(RmiCall call, ulong address) =>
        call.Rmm.GranuleBytes == RmiCall.HostStructureBytes || call.Host.IsAccessible(address, call.Rmm.GranuleBytes);

    private static bool TryReadStructure(RmiCall call, int register, Func<RmmAbiProfile, AbiLayout> layout)
    {
        AbiLayout structure = layout(call.Rmm.Abi);
        bool ok = call.Host.TryRead(call[register], call.Page[..structure.UsedBytes]);
        structure.ToCanonical(call.Page);
        return ok;
    }
}
