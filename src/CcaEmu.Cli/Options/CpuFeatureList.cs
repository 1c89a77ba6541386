using System.CommandLine;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Options;

/// <summary>Reads <c>--cpu-feature</c>: lists of features to switch on and off, in the order in which they are given.</summary>
internal static class CpuFeatureList
{
    private const string Name = "--cpu-feature";

    /// <summary>The option; it may be given several times.</summary>
    public static Option<PeFeatures> Option() => new(Name)
    {
        HelpName = "LIST",
        Description = "Switch features of the PE on and off: +FEAT_x, -FEAT_x, several separated by commas; 'ccaemu cpu features' lists them",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            try
            {
                return PeFeatures.Default.With(string.Join(',', result.Tokens.Select(token => token.Value)));
            }
            catch (ArgumentException refusal)
            {
                result.AddError($"{Name}: {refusal.Message.Split(" (Parameter")[0]}");
                return PeFeatures.Default;
            }
        },
    };
}
