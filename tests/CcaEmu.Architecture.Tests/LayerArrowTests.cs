using Mono.Cecil;

namespace CcaEmu.Architecture.Tests;

public sealed class LayerArrowTests
{
    [Test]
    public void No_assembly_names_one_that_stands_above_or_beside_it()
    {
        var wrong = new List<string>();
        foreach (AssemblyDefinition assembly in Assemblies.All())
        {
            string[] allowed = Assemblies.AllowedArrows[assembly.Name.Name];
            if (allowed is ["*"])
                continue;
            wrong.AddRange(assembly.MainModule.AssemblyReferences
                .Where(reference => reference.Name.StartsWith("CcaEmu", StringComparison.Ordinal) && !allowed.Contains(reference.Name))
                .Select(reference => $"{assembly.Name.Name} -> {reference.Name}"));
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_project_of_src_is_in_the_diagram()
    {
        string[] projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!.Replace("CcaEmu.Cli", "ccaemu")).Order().ToArray();
        Assert.That(projects, Is.EqualTo(Assemblies.AllowedArrows.Keys.Order()));
    }
}
