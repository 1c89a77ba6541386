namespace CcaEmu.Arm.Smccc;

/// <summary>Reads the short notation in which the command tables are written.</summary>
/// <remarks>
/// Values are separated by blanks and take X1, X2, ... in turn. Each is <c>name</c> or <c>name:kind</c>, and <c>name[n]</c> takes
/// n registers in a row. Kinds: pa, ipa, level, flags, n (count), handle, mpidr, range, status, ripas, version, fid. A single
/// <c>?</c> says that the list is not known.
/// </remarks>
internal static class CommandLine
{
    internal static CommandInfo Command(
        CommandInterface @interface, uint functionId, string name, string inputs, string outputs,
        CommandTraits traits = CommandTraits.None, CommandValueKind result = CommandValueKind.Status) =>
        new(functionId, name, @interface, inputs == "?" ? null : Values(inputs), Values(outputs), traits, result);

    internal static CommandValue[] Values(string list)
    {
        var values = new List<CommandValue>();
        var register = 1;
        foreach (var word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = word.IndexOf(':');
            var name = colon < 0 ? word : word[..colon];
            var kind = colon < 0 ? CommandValueKind.Value : Kind(word[(colon + 1)..]);
            var bracket = name.IndexOf('[');
            if (bracket < 0)
            {
                values.Add(new CommandValue(name, register++, kind));
                continue;
            }

            var count = int.Parse(name[(bracket + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
            for (var i = 0; i < count; i++)
                values.Add(new CommandValue($"{name[..bracket]}{i}", register++, kind));
        }

        return [.. values];
    }

    private static CommandValueKind Kind(string word) => word switch
    {
        "pa" => CommandValueKind.Address,
        "ipa" => CommandValueKind.Ipa,
        "level" => CommandValueKind.Level,
        "flags" => CommandValueKind.Flags,
        "n" => CommandValueKind.Count,
        "handle" => CommandValueKind.Handle,
        "mpidr" => CommandValueKind.Mpidr,
        "range" => CommandValueKind.Range,
        "status" => CommandValueKind.Status,
        "ripas" => CommandValueKind.Ripas,
        "version" => CommandValueKind.Version,
        "fid" => CommandValueKind.FunctionId,
        _ => throw new ArgumentException($"the command tables know no kind '{word}'", nameof(word)),
    };
}
