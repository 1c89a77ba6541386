using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Where a breakpoint or watchpoint counts: in one security state, at one level, in one Realm; null stands for any.</summary>
/// <param name="State">Security state.</param>
/// <param name="Level">Exception level.</param>
/// <param name="Realm">Number of a Realm in the order of their creation, for its levels EL1 and EL0.</param>
internal readonly record struct DebugScope(SecurityState? State, ExceptionLevel? Level, int? Realm)
{
    /// <summary>How a scope is written.</summary>
    public const string Syntax = "any, or of root, realm, ns, secure, el0 to el3 and realm=N what you want, separated by blanks";

    public bool Covers(ProcessingElement pe, RecTracker recs) =>
        (State is not { } state || pe.SecurityState == state)
        && (Level is not { } level || pe.CurrentLevel == level)
        && (Realm is not { } realm || (pe.SecurityState == SecurityState.Realm && pe.CurrentLevel <= ExceptionLevel.EL1 && recs.RealmOn(pe) == realm));

    public static bool TryParse(IReadOnlyList<string> words, out DebugScope scope, [NotNullWhen(false)] out string? error)
    {
        scope = default;
        error = null;
        foreach (string word in words)
        {
            switch (word.ToLowerInvariant())
            {
                case "any": break;
                case "root": scope = scope with { State = SecurityState.Root }; break;
                case "realm": scope = scope with { State = SecurityState.Realm }; break;
                case "ns" or "non-secure": scope = scope with { State = SecurityState.NonSecure }; break;
                case "secure": scope = scope with { State = SecurityState.Secure }; break;
                case ['e', 'l', >= '0' and <= '3' and var level]: scope = scope with { Level = (ExceptionLevel)(level - '0') }; break;
                case var other when other.StartsWith("realm=", StringComparison.Ordinal) && int.TryParse(other[6..], out int realm) && realm >= 0:
                    scope = scope with { Realm = realm };
                    break;
                default:
                    error = $"expected {Syntax}, found '{word}'";
                    return false;
            }
        }
        return true;
    }

    public override string ToString()
    {
        string[] words =
        [
            .. State is { } state ? [Worlds.WorldNames.Of(state)] : Array.Empty<string>(),
            .. Level is { } level ? [level.ToString()] : Array.Empty<string>(),
            .. Realm is { } realm ? [$"realm {realm}"] : Array.Empty<string>(),
        ];
        return words.Length == 0 ? "any world" : string.Join(' ', words);
    }
}
