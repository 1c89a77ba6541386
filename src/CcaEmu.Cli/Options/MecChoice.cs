using System.CommandLine;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Options;

/// <summary><c>--mec</c>: PEs with memory encryption contexts, and a realm that has one of its own.</summary>
internal static class MecChoice
{
    private const string Features = "+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC";

    /// <summary>The option.</summary>
    public static Option<bool> Option() => new("--mec")
    {
        Description = "PEs with FEAT_MEC, memory scrambled by encryption context, and a realm with a context of its own",
    };

    /// <summary>Says why it cannot be had.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <returns>One line, or null when nothing is wrong.</returns>
    public static string? FindError(RunRequest request)
    {
        if (!request.HasMec)
            return null;
        try
        {
            AddTo(request.CpuFeatures);
            return null;
        }
        catch (ArgumentException refusal)
        {
            return $"--mec: {refusal.Message.Split(" (Parameter")[0]}";
        }
    }

    /// <summary>Gives a PE what the option stands for.</summary>
    /// <param name="features">The PE.</param>
    /// <exception cref="ArgumentException">A feature that it needs was switched off; <see cref="FindError"/> says so before.</exception>
    public static PeFeatures AddTo(PeFeatures features) => features.Has(Feature.FEAT_MEC) ? features : features.With(Features);
}
