using Mono.Cecil;

namespace CcaEmu.Architecture.Tests;

/// <summary>The built assemblies of src/, read as data.</summary>
internal static class Assemblies
{
    /// <summary>Which rooms a room may name; what stands here is docs/architecture.md's diagram as code.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> AllowedArrows = new Dictionary<string, string[]>
    {
        ["CcaEmu.Arm"] = [],
        ["CcaEmu.Attestation"] = ["CcaEmu.Arm"],
        ["CcaEmu.Memory"] = ["CcaEmu.Arm"],
        ["CcaEmu.Cpu"] = ["CcaEmu.Arm", "CcaEmu.Memory"],
        ["CcaEmu.Devices"] = ["CcaEmu.Arm", "CcaEmu.Memory"],
        ["CcaEmu.Machine"] = ["CcaEmu.Arm", "CcaEmu.Memory", "CcaEmu.Cpu", "CcaEmu.Devices"],
        ["CcaEmu.Monitor"] = ["CcaEmu.Arm", "CcaEmu.Attestation", "CcaEmu.Memory", "CcaEmu.Cpu", "CcaEmu.Devices", "CcaEmu.Machine"],
        ["CcaEmu.Rmm"] = ["CcaEmu.Arm", "CcaEmu.Attestation", "CcaEmu.Memory", "CcaEmu.Cpu", "CcaEmu.Devices", "CcaEmu.Machine"],
        ["CcaEmu.Hypervisor"] = ["CcaEmu.Arm", "CcaEmu.Memory", "CcaEmu.Cpu", "CcaEmu.Devices", "CcaEmu.Machine"],
        ["CcaEmu.Diagnostics"] = ["CcaEmu.Arm", "CcaEmu.Memory", "CcaEmu.Cpu", "CcaEmu.Devices", "CcaEmu.Machine"],
        ["ccaemu"] = ["*"],
    };

    /// <summary>Reads every assembly of src/.</summary>
    public static IEnumerable<AssemblyDefinition> All() =>
        AllowedArrows.Keys.Select(name => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll")));

    /// <summary>Reads the assemblies of src/ but the command line's.</summary>
    public static IEnumerable<AssemblyDefinition> Core() => All().Where(assembly => assembly.Name.Name != "ccaemu");

    /// <summary>Every type of an assembly, nested ones too, but not what the compiler made.</summary>
    public static IEnumerable<TypeDefinition> TypesOf(AssemblyDefinition assembly) =>
        assembly.Modules.SelectMany(module => module.GetTypes());

    /// <summary>Whether the compiler made a member (lambda caches, inline array data, record plumbing).</summary>
    public static bool IsCompilerMade(ICustomAttributeProvider member, string name) =>
        name.Contains('<') || member.CustomAttributes.Any(a => a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute");
}
