using Mono.Cecil;

namespace CcaEmu.Architecture.Tests;

/// <summary>All machine state hangs off one object: nothing may change behind a static field.</summary>
public sealed class StaticStateTests
{
    // A readonly array or list can still be written. Tables may hold arrays; nobody may hold a growing collection.
    private static readonly string[] MutableCollections =
        ["List`1", "Dictionary`2", "HashSet`1", "Queue`1", "Stack`1", "ConcurrentDictionary`2", "StringBuilder", "Random"];

    [Test]
    public void No_static_field_can_be_assigned_again()
    {
        var wrong = StaticFields().Where(field => !field.IsInitOnly && !field.IsLiteral).Select(field => field.FullName);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void No_static_field_holds_a_collection_that_grows()
    {
        var wrong = StaticFields().Where(field => MutableCollections.Contains(field.FieldType.Name)).Select(field => field.FullName);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void No_code_writes_into_a_static_array_after_construction()
    {
        var wrong = new List<string>();
        foreach (TypeDefinition type in Assemblies.Core().SelectMany(Assemblies.TypesOf))
        {
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody && m.Name != ".cctor"))
            {
                bool loadsOwnArray = method.Body.Instructions.Any(i => i.Operand is FieldReference { FieldType: ArrayType } field
                    && i.OpCode.Code == Mono.Cecil.Cil.Code.Ldsfld && field.DeclaringType == type);
                bool stores = method.Body.Instructions.Any(i => i.OpCode.Name.StartsWith("stelem", StringComparison.Ordinal));
                bool buildsAnother = method.Body.Instructions.Any(i => i.OpCode.Code == Mono.Cecil.Cil.Code.Newarr);
                if (loadsOwnArray && stores && !buildsAnother)
                    wrong.Add(method.FullName);
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    private static IEnumerable<FieldDefinition> StaticFields() =>
        Assemblies.All().SelectMany(Assemblies.TypesOf)
            .Where(type => !Assemblies.IsCompilerMade(type, type.FullName))
            .SelectMany(type => type.Fields)
            .Where(field => field.IsStatic && !field.Name.Contains('<', StringComparison.Ordinal) | BackingFieldOfProperty(field))
            .Where(field => !Assemblies.IsCompilerMade(field, "") || BackingFieldOfProperty(field));

    private static bool BackingFieldOfProperty(FieldDefinition field) => field.Name.EndsWith("k__BackingField", StringComparison.Ordinal);
}
