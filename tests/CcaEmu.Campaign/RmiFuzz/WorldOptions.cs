using CcaEmu.Rmm;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>A machine for random commands: everything that decides how it behaves.</summary>
/// <param name="Pes">PEs; a host runs on each.</param>
/// <param name="Sro">How readily commands become operations.</param>
/// <param name="Seed">Seed of the machine and of the RMM's choices.</param>
/// <param name="DynamicGpt">Whether level 1 tables come at run time.</param>
/// <param name="RequiresToken">Whether Realms need a platform token first.</param>
/// <param name="Mecids">Encryption contexts that Realms can have for themselves; 0 for PEs without FEAT_MEC.</param>
internal sealed record WorldOptions(int Pes, SroMode Sro, ulong Seed, bool DynamicGpt, bool RequiresToken, int Mecids = 0)
{
    /// <summary>One line of a script.</summary>
    public override string ToString() =>
        $"world pes={Pes} sro={Sro.ToString().ToLowerInvariant()} seed={Seed} dynamic-gpt={(DynamicGpt ? 1 : 0)} token={(RequiresToken ? 1 : 0)} mecids={Mecids}";

    /// <summary>Reads that line.</summary>
    /// <exception cref="FormatException">It is no such line.</exception>
    public static WorldOptions Parse(string line)
    {
        Dictionary<string, string> values = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[^1]);
        string Value(string name) => values.GetValueOrDefault(name) ?? throw new FormatException($"'{line}' does not say {name}");
        return new WorldOptions(int.Parse(Value("pes")), Enum.Parse<SroMode>(Value("sro"), ignoreCase: true), ulong.Parse(Value("seed")),
            Value("dynamic-gpt") == "1", Value("token") == "1", int.Parse(values.GetValueOrDefault("mecids", "0")));
    }
}
