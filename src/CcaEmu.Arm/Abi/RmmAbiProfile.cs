using System.Collections.Frozen;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Abi;

/// <summary>
/// A revision of the RMM specification's interfaces as a value: numbers of commands and statuses, register use, structures, words, feature registers.
/// </summary>
/// <remarks>
/// Code works on one form, that of 2.0-bet1: declarations, conditions and traces are written once. What comes from another world is brought into
/// it at the door, and out of it on the way back; with <see cref="Bet1"/> that is nothing at all. Another revision is another value, made from
/// this one by what differs. What a revision does differently, and not only elsewhere, is a policy of the RMM.
/// </remarks>
public sealed record RmmAbiProfile
{
    private readonly FrozenDictionary<uint, AbiCommand> _byFunctionId;
    private readonly FrozenDictionary<RmiCommand, AbiCommand> _byCommand;
    private readonly FrozenDictionary<RmiStatus, byte> _statuses;
    private readonly FrozenDictionary<byte, RmiStatus> _statusesBack;

    private RmmAbiProfile(string name, IEnumerable<AbiCommand> commands, IReadOnlyDictionary<RmiStatus, byte> statuses)
    {
        Name = name;
        _byCommand = commands.ToFrozenDictionary(command => command.Command);
        _byFunctionId = _byCommand.Values.ToFrozenDictionary(command => command.FunctionId);
        _statuses = statuses.ToFrozenDictionary();
        _statusesBack = _statuses.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>RMM specification 2.0-bet1 (DEN0137).</summary>
    public static RmmAbiProfile Bet1 { get; } = new(
        "2.0-bet1",
        RmiCommandTable.All.Select(line => new AbiCommand(
            (RmiCommand)line.FunctionId.Value, line.FunctionId.Value,
            // Commands that are known by name only pass their registers on as they are.
            line.ArgumentsKnown ? [.. line.Inputs.Select(input => input.Register)] : [1, 2, 3, 4, 5, 6, 7],
            [.. line.Outputs.Select(output => output.Register)])),
        Enum.GetValues<RmiStatus>().ToDictionary(status => status, status => (byte)status));

    /// <summary>What the revision calls itself.</summary>
    public string Name { get; private init; }

    /// <summary>Whether it is the form that code works on.</summary>
    public bool IsCanonical => ReferenceEquals(this, Bet1);

    /// <summary>Revisions that RMI_VERSION offers, ascending.</summary>
    public IReadOnlyList<InterfaceVersion> RmiVersions { get; init; } = [RmiRevision.Current];

    /// <summary>Revisions that RSI_VERSION offers, ascending.</summary>
    public IReadOnlyList<InterfaceVersion> RsiVersions { get; init; } = [RsiRevision.Oldest, RsiRevision.Current];

    /// <summary>Numbers of RSI commands that differ.</summary>
    public IReadOnlyDictionary<RsiCommand, uint> RsiFunctionIds { get; init; } = FrozenDictionary<RsiCommand, uint>.Empty;

    /// <summary>Fields of the feature registers; none is listed twice.</summary>
    public IReadOnlyList<AbiFeatureField> FeatureFields { get; init; } = AbiFeatures.All;

    /// <summary>RmiRealmParams.</summary>
    public AbiLayout RealmParams { get; init; } = AbiLayouts.RealmParams;

    /// <summary>RmiRecParams.</summary>
    public AbiLayout RecParams { get; init; } = AbiLayouts.RecParams;

    /// <summary>RmiRecEnter, the first half of RmiRecRun.</summary>
    public AbiLayout RecEnter { get; init; } = AbiLayouts.RecEnter;

    /// <summary>RmiRecExit, the second half of RmiRecRun.</summary>
    public AbiLayout RecExit { get; init; } = AbiLayouts.RecExit;

    /// <summary>RmiRmmConfig.</summary>
    public AbiLayout RmmConfig { get; init; } = AbiLayouts.RmmConfig;

    /// <summary>RsiRealmConfig.</summary>
    public AbiLayout RealmConfig { get; init; } = AbiLayouts.RealmConfig;

    /// <summary>RsiHostCall.</summary>
    public AbiLayout HostCall { get; init; } = AbiLayouts.HostCall;

    /// <summary>Address range descriptors, donation requirements and flags of commands.</summary>
    public AbiWords Words { get; init; } = AbiWords.Bet1;

    /// <summary>Every RMI command.</summary>
    public IEnumerable<AbiCommand> Commands => _byCommand.Values;

    /// <summary>Another revision: this one with commands and statuses of other numbers.</summary>
    /// <param name="name">What it calls itself.</param>
    /// <param name="change">Gives each command as it is there; null where it is not.</param>
    /// <param name="statuses">Statuses whose numbers differ.</param>
    /// <returns>The revision; what else differs is set on it.</returns>
    /// <exception cref="ArgumentException">Two commands or two statuses have one number.</exception>
    public RmmAbiProfile Derive(
        string name, Func<AbiCommand, AbiCommand?> change, IReadOnlyDictionary<RmiStatus, byte>? statuses = null)
    {
        var numbers = new Dictionary<RmiStatus, byte>(_statuses);
        foreach ((RmiStatus status, byte number) in statuses ?? FrozenDictionary<RmiStatus, byte>.Empty)
            numbers[status] = number;
        return new RmmAbiProfile(name, _byCommand.Values.Select(change).OfType<AbiCommand>(), numbers)
        {
            RmiVersions = RmiVersions,
            RsiVersions = RsiVersions,
            RsiFunctionIds = RsiFunctionIds,
            FeatureFields = FeatureFields,
            RealmParams = RealmParams,
            RecParams = RecParams,
            RecEnter = RecEnter,
            RecExit = RecExit,
            RmmConfig = RmmConfig,
            RealmConfig = RealmConfig,
            HostCall = HostCall,
            Words = Words,
        };
    }

    /// <summary>The command of a number, or null where the revision has none.</summary>
    /// <param name="functionId">W0 without the SVE hint.</param>
    public AbiCommand? Find(uint functionId) => _byFunctionId.GetValueOrDefault(functionId);

    /// <summary>A command as the revision has it, or null where it has not.</summary>
    /// <param name="command">By its number in 2.0-bet1.</param>
    public AbiCommand? Find(RmiCommand command) => _byCommand.GetValueOrDefault(command);

    /// <summary>X0 of an RMI command as the revision has it.</summary>
    /// <param name="result">As code has it.</param>
    /// <returns>The same data with the revision's number for the status.</returns>
    public ulong Encode(RmiResult result) =>
        IsCanonical ? result.Value : result.Value & ~0xFFUL | _statuses.GetValueOrDefault(result.Status, (byte)result.Status);

    /// <summary>The reverse of <see cref="Encode"/>.</summary>
    /// <param name="x0">As it came; a status without name keeps its number where no other one has that.</param>
    /// <returns>As code reads it.</returns>
    public RmiResult Decode(ulong x0)
    {
        if (IsCanonical || x0 == unchecked((ulong)SmcccStatus.UnknownFunction))
            return new RmiResult(x0);
        RmiStatus status = _statusesBack.GetValueOrDefault((byte)x0, (RmiStatus)byte.MaxValue);
        return new RmiResult(x0 & ~0xFFUL | (byte)status);
    }

    /// <summary>The number of an RSI command.</summary>
    /// <param name="command">By its number in 2.0-bet1.</param>
    public uint NumberOf(RsiCommand command) => RsiFunctionIds.GetValueOrDefault(command, (uint)command);

    /// <summary>A feature register of the revision.</summary>
    /// <param name="index">Its index there.</param>
    /// <param name="canonical">Gives the registers of 2.0-bet1.</param>
    /// <returns>The 64 bits; zero for a register that the revision does not have.</returns>
    public ulong EncodeFeatures(ulong index, Func<ulong, ulong> canonical)
    {
        if (IsCanonical)
            return canonical(index);
        ulong value = 0;
        foreach (AbiFeatureField field in FeatureFields)
        {
            if ((ulong)field.WireRegister == index)
                value |= Bits(canonical((ulong)field.Register), field.Lsb, field.Width) << field.WireLsb;
        }
        return value;
    }

    /// <summary>A feature register of 2.0-bet1, from those of the revision.</summary>
    /// <param name="index">Its index in 2.0-bet1.</param>
    /// <param name="wire">Registers of the revision by index: all that <see cref="FeatureFields"/> names.</param>
    /// <returns>The 64 bits.</returns>
    public ulong DecodeFeatures(int index, IReadOnlyDictionary<int, ulong> wire)
    {
        ulong value = 0;
        foreach (AbiFeatureField field in FeatureFields)
        {
            if (field.Register == index)
                value |= Bits(wire[field.WireRegister], field.WireLsb, field.Width) << field.Lsb;
        }
        return value;
    }

    private static ulong Bits(ulong value, int lsb, int width) => value >> lsb & (ulong.MaxValue >> (64 - width));
}
