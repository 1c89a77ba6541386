using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// One command under way on one PE: registers, and what its failure conditions found. One object per PE, used again.
/// </summary>
/// <param name="rmm">The RMM's global state.</param>
/// <param name="pe">The PE.</param>
internal sealed class RmiCall(RmmContext rmm, RmmPe pe)
{
    /// <summary>Bytes of every structure that a host passes in a granule, whatever the size of that.</summary>
    public const int HostStructureBytes = 4096;

    private readonly ulong[] _x = new ulong[8];
    private readonly ulong[] _wire = new ulong[8];
    private readonly byte[] _page = new byte[TranslationGranule.Size64K.SizeBytes()];

    /// <summary>The RMM's global state.</summary>
    public RmmContext Rmm => rmm;

    /// <summary>The RMM's state of the PE.</summary>
    public RmmPe RmmPe => pe;

    /// <summary>The PE.</summary>
    public ProcessingElement Pe => pe.Pe;

    /// <summary>Granules the RMM owns.</summary>
    public RealmMemory Memory { get; } = new(pe.Pe.Physical);

    /// <summary>The host's memory.</summary>
    public HostMemory Host { get; } = new(pe.Pe.Physical);

    /// <summary>The Realm, once the condition rd_state has been checked.</summary>
    public Rd Rd { get; set; }

    /// <summary>Sizes of the Realm's tables, once the condition rd_state has been checked.</summary>
    public RttGeometry Geometry { get; set; }

    /// <summary>The REC, once the condition rec_state has been checked.</summary>
    public Rec Rec { get; set; }

    /// <summary>The Realm's tables, once a walk has been made.</summary>
    public RttTree Tree { get; private set; }

    /// <summary>Where that walk ended.</summary>
    public RttWalk Walk { get; private set; }

    /// <summary>A structure read from the host: parameters or run page.</summary>
    public Span<byte> Page => _page.AsSpan(0, HostStructureBytes);

    /// <summary>A granule read from the host.</summary>
    public Span<byte> Contents => _page.AsSpan(0, (int)rmm.GranuleBytes);

    /// <summary>Output address ranges of a map command, once checked.</summary>
    public AddressRanges Ranges { get; } = new();

    /// <summary>Memory that the host offers to an operation, once read.</summary>
    public DonationList Donation { get; } = new();

    /// <summary>Which command the host has made.</summary>
    public RmiCommand Command { get; private set; }

    /// <summary>The operation that an OP command names.</summary>
    public StatefulOperation? Named { get; set; }

    /// <summary>The operation whose command takes effect now; null for a command that does so at once.</summary>
    public StatefulOperation? Operation { get; private set; }

    /// <summary>X0 to X7 as the host will find them.</summary>
    public Span<ulong> Outputs => pe.Results;

    /// <summary>Whether the command ends later: a script calls the monitor, or a REC runs.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>An argument.</summary>
    /// <param name="register">1 to 7 for X1 to X7.</param>
    public ulong this[int register] => _x[register];

    /// <summary>
    /// Takes the arguments from the PE and makes it ready to return with nothing in X1 to X3 and X4 to X7 as they were.
    /// </summary>
    public void Begin()
    {
        for (int i = 0; i < 8; i++)
            _x[i] = Pe.X(i);
        if (!rmm.Abi.IsCanonical)
            Decode();
        for (int i = 1; i < 8; i++)
            pe.Results[i] = i < 4 ? 0 : _x[i];
        IsDeferred = false;
        Geometry = rmm.Geometry;
        Operation = null;
        Command = (RmiCommand)new SmcFunctionId((uint)_x[0]).WithoutSveHint.Value;
    }

    /// <summary>Brings the outputs into the registers of another revision than the one that code works on.</summary>
    /// <param name="results">X0 to X7: as code has them, then as the host finds them.</param>
    public void Encode(Span<ulong> results)
    {
        if (rmm.Abi.IsCanonical || results[0] == unchecked((ulong)SmcccStatus.UnknownFunction))
            return;
        var result = new RmiResult(results[0]);
        Span<ulong> outputs = stackalloc ulong[8];
        results.CopyTo(outputs);
        rmm.Abi.Words.EncodeResults(CommandWithOutputs, result, rmm.RmiGranule, outputs);
        _wire.CopyTo(results);
        results[0] = rmm.Abi.Encode(result);
        results[1..4].Clear();
        // Handle and requirements of an operation are in the same registers whatever the command is.
        if (result.Status == RmiStatus.Incomplete)
            outputs[1..3].CopyTo(results[1..]);
        else
            rmm.Abi.Find(CommandWithOutputs)?.EncodeResults(outputs, results);
    }

    // What another revision's host has in its registers, as code reads it; X0 is 0 for a command that the revision does not have.
    private void Decode()
    {
        _x.CopyTo(_wire, 0);
        Array.Clear(_x);
        if (rmm.Abi.Find(new SmcFunctionId((uint)_wire[0]).WithoutSveHint.Value) is not { } command)
            return;
        command.DecodeArguments(_wire, _x);
        MissingArguments.Fill(command, this, _x);
        rmm.Abi.Words.DecodeArguments(command.Command, rmm.RmiGranule, _x);
    }

    // The last step of an operation answers for the command that began it.
    private RmiCommand CommandWithOutputs =>
        Operation?.Handler.Command ?? (Command == RmiCommand.OpContinue && Named is not null ? Named.Handler.Command : Command);

    /// <summary>Goes on with the command of an operation, with its arguments.</summary>
    public void Resume(StatefulOperation operation)
    {
        operation.Arguments.CopyTo(_x);
        pe.Results.AsSpan(1, 3).Clear();
        Operation = operation;
    }

    /// <summary>Ends the command, and the operation that it was, and returns to the host.</summary>
    /// <param name="result">X0 of the command.</param>
    public void Finish(RmiResult result) =>
        pe.Complete(Operation is null ? result : rmm.Operations.End(Operation, this, result));

    /// <summary>End of a range of entries, which the RMM may set earlier than the host does.</summary>
    /// <param name="ipa">Where it begins.</param>
    /// <param name="end">Where the host, or the table, ends it.</param>
    /// <param name="level">Level of the entries.</param>
    public ulong LimitEntries(ulong ipa, ulong end, int level)
    {
        ulong most = rmm.Operations.Policy.ProgressLimit((ulong)Geometry.Entries);
        return Math.Min(end, (ipa & ~(Geometry.EntrySize(level) - 1)) + most * Geometry.EntrySize(level));
    }

    /// <summary>Memory donated for an object, as its granule lists it.</summary>
    /// <param name="granule">RD or REC.</param>
    public AuxiliaryMemory AuxiliaryOf(ulong granule) => new(rmm.RmiGranule, Memory, granule + AuxiliaryMemory.Offset);

    /// <summary>Leaves the memory donated for this command with the object it has made.</summary>
    /// <param name="granule">RD or REC.</param>
    public void KeepDonations(ulong granule)
    {
        if (Operation is not null)
            AuxiliaryOf(granule).Take(Operation.Donated);
    }

    /// <summary>Sets an output.</summary>
    /// <param name="register">1 to 7 for X1 to X7.</param>
    /// <param name="value">Its value.</param>
    public void Return(int register, ulong value) => pe.Results[register] = value;

    /// <summary>Walks the Realm's tables.</summary>
    /// <param name="ipa">An IPA inside the IPA space.</param>
    /// <param name="level">Wanted level.</param>
    public RttWalk WalkTo(ulong ipa, int level)
    {
        Tree = new RttTree(Pe, Rd);
        Walk = Tree.Walk(ipa, level);
        return Walk;
    }

    /// <summary>Starts a script that ends with <see cref="Finish"/>.</summary>
    public RmiResult Defer(Func<ScriptBase> script)
    {
        IsDeferred = true;
        pe.Script.Start(script);
        return RmiResult.Success;
    }

    /// <summary>State of a granule; the look-up is charged.</summary>
    public GranuleState StateOf(ulong granule)
    {
        Pe.Charge(RmmCosts.GranuleState);
        return rmm.Granules[granule];
    }

    /// <summary>Changes the state of a granule.</summary>
    public void SetState(ulong granule, GranuleState state)
    {
        Pe.Charge(RmmCosts.GranuleState);
        rmm.Granules[granule] = state;
    }

    /// <summary>Changes the state of every granule of a block, all of which are in use and stay so.</summary>
    public void SetStates(ulong block, ulong sizeBytes, GranuleState state)
    {
        Pe.Charge((sizeBytes / rmm.GranuleBytes) * RmmCosts.GranuleState);
        rmm.Granules.SetAll(block, sizeBytes, state);
    }

    /// <summary>Memory of a Realm, in its encryption context.</summary>
    /// <param name="mecid">The context.</param>
    public RealmMemory MemoryOf(ushort mecid) => new(Pe.Physical, mecid);

    /// <summary>Wipes a granule the RMM owns.</summary>
    /// <param name="granule">The granule.</param>
    /// <param name="mecid">The encryption context in which it is zero then: the RMM's own, or that of the Realm that gets it.</param>
    public void Wipe(ulong granule, ushort mecid = 0) => Wipe(granule, rmm.GranuleBytes, mecid);

    /// <summary>Wipes a block of granules the RMM owns.</summary>
    /// <param name="block">The first.</param>
    /// <param name="sizeBytes">Size of all of them.</param>
    /// <param name="mecid">As for one granule.</param>
    public void Wipe(ulong block, ulong sizeBytes, ushort mecid)
    {
        MemoryOf(mecid).Clear(block, sizeBytes);
        Pe.Charge(RmmCosts.WipeGranule * (sizeBytes >> 12));
    }

    /// <summary>Drops the Realms' cached translations on all PEs.</summary>
    public void InvalidateTlb() => rmm.InvalidateTlb(Pe);
}
