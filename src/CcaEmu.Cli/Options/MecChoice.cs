using System.CommandLine;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Options;

/// <summary><c>--mec</c>: PEs with memory encryption contexts. <c>--mec-policy</c>: whether the realm has one of its own.</summary>
internal static class MecChoice
{
    private const string Features = "+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC";

    /// <summary>The option.</summary>
    public static Option<bool> Option() => new("--mec")
    {
        Description = "PEs with FEAT_MEC, memory scrambled by encryption context, and a realm with a context of its own unless --mec-policy says otherwise",
    };

    /// <summary>The option that says whose context the realm has.</summary>
    public static Option<RmiMecPolicy> PolicyOption() => OptionReading.Of<RmiMecPolicy>("--mec-policy",
        new NamedChoice<RmiMecPolicy>(("private", RmiMecPolicy.Private), ("shared", RmiMecPolicy.Shared)).TryParse, "POLICY",
        "With --mec: private for a context of the realm's own, or shared for the one of all realms that ask for none [default: private]");

    /// <summary>The policy that the realm is created with: shared where there are no contexts.</summary>
    public static RmiMecPolicy PolicyOf(RunRequest request) => request.HasMec ? request.MecPolicy ?? RmiMecPolicy.Private : RmiMecPolicy.Shared;

    /// <summary>Says why it cannot be had.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <returns>One line, or null when nothing is wrong.</returns>
    public static string? FindError(RunRequest request)
    {
        if (!request.HasMec)
            return request.MecPolicy is null ? null : "--mec-policy: expected --mec with it, found none; add --mec";
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
