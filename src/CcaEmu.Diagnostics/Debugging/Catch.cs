using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Worlds;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>An event that stops the machine: an exception, a granule protection fault, a world switch, a call.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="Name">Exception class or call by name; empty for any.</param>
internal readonly record struct Catch(CatchKind Kind, string Name)
{
    /// <summary>How one is written.</summary>
    public const string Syntax = "exception [CLASS], gpf, switch, rmi [NAME], rsi [NAME], psci [NAME] or smc [NAME]";

    private const ulong StatusMask = 0x3F;

    public static bool TryParse(IReadOnlyList<string> words, out Catch result, [NotNullWhen(false)] out string? error)
    {
        result = default;
        error = null;
        bool known = words.Count is 1 or 2 && Enum.TryParse(words[0], ignoreCase: true, out CatchKind _) && !char.IsDigit(words[0][0]);
        bool named = known && words.Count == 2;
        CatchKind kind = known ? Enum.Parse<CatchKind>(words[0], ignoreCase: true) : default;
        if (!known || (named && kind is CatchKind.Gpf or CatchKind.Switch))
            error = $"expected {Syntax}, found '{string.Join(' ', words)}'";
        else if (named && !IsName(kind, words[1]))
            error = kind == CatchKind.Exception
                ? $"expected an exception class ({string.Join(", ", Enum.GetNames<ExceptionClass>())}) or type ({string.Join(", ", Enum.GetNames<ExceptionType>())}), found '{words[1]}'"
                : $"expected the name of a call such as {Example(kind)}, found '{words[1]}'";
        else
            result = new Catch(kind, named ? words[1] : "");
        return error is null;
    }

    // A name that nothing has would never be met, and its user would wait for it.
    private static bool IsName(CatchKind kind, string name) => kind == CatchKind.Exception
        ? Enum.GetNames<ExceptionClass>().Concat(Enum.GetNames<ExceptionType>()).Contains(name, StringComparer.OrdinalIgnoreCase)
        : SmcNames.All.Any(command => IsNamed(command.Name, name));

    private static string Example(CatchKind kind) => kind switch
    {
        CatchKind.Rmi => "RMI_REC_ENTER or REC_ENTER",
        CatchKind.Rsi => "RSI_HOST_CALL or HOST_CALL",
        CatchKind.Psci => "PSCI_CPU_ON or CPU_ON",
        _ => "RMI_REC_ENTER",
    };

    private static bool IsNamed(string full, string name) => full.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (full.Length > name.Length && full.EndsWith(name, StringComparison.OrdinalIgnoreCase) && full[^(name.Length + 1)] == '_');

    public bool Takes(in ExceptionTaken taken) => Kind switch
    {
        CatchKind.Exception => Name.Length == 0 || NameOf(taken).Equals(Name, StringComparison.OrdinalIgnoreCase),
        CatchKind.Gpf => IsProtectionFault(taken),
        _ => false,
    };

    public bool Takes(in CallRecord call)
    {
        bool sort = Kind switch
        {
            CatchKind.Rmi => call.Interface == CallInterface.Rmi,
            CatchKind.Rsi => call.Interface == CallInterface.Rsi,
            CatchKind.Psci => call.Interface == CallInterface.Psci,
            CatchKind.Smc => true,
            _ => false,
        };
        if (!sort || Name.Length == 0)
            return sort;
        return IsNamed(call.Name, Name);
    }

    /// <summary>An exception in words.</summary>
    public static string Describe(in ExceptionTaken taken) =>
        $"{NameOf(taken)} from {WorldNames.Of(taken.SourceState, taken.Source)} at 0x{taken.ReturnAddress:x}"
        + (taken.FaultAddressValid ? $", FAR 0x{taken.FaultAddress:x}" : "")
        + (taken.Type is ExceptionType.Synchronous or ExceptionType.SError ? $", ESR 0x{taken.Syndrome:x}" : "");

    public override string ToString() => Name.Length == 0 ? Kind.ToString().ToLowerInvariant() : $"{Kind.ToString().ToLowerInvariant()} {Name}";

    // A class by its name in ExceptionClass; an interrupt by its own.
    private static string NameOf(in ExceptionTaken taken) =>
        taken.Type == ExceptionType.Synchronous ? new EsrValue(taken.Syndrome).EC.ToString() : taken.Type.ToString();

    private static bool IsProtectionFault(in ExceptionTaken taken)
    {
        if (taken.Type != ExceptionType.Synchronous)
            return false;
        ExceptionClass ec = new EsrValue(taken.Syndrome).EC;
        var status = (FaultStatusCode)(taken.Syndrome & StatusMask);
        bool abort = ec is ExceptionClass.InstructionAbortLower or ExceptionClass.InstructionAbortSame
            or ExceptionClass.DataAbortLower or ExceptionClass.DataAbortSame;
        return ec == ExceptionClass.GranuleProtectionCheck
            || (abort && status is >= FaultStatusCode.GranuleProtectionOnWalkLevelMinus1 and <= FaultStatusCode.GranuleProtection);
    }
}
