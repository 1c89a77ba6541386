using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Tests.A64;

public sealed class FeatureTableTests
{
    [Test]
    public void Every_feature_has_its_line_and_no_two_lines_speak_of_one()
    {
        Assert.That(FeatureTable.All, Has.None.Null);
        Assert.That(FeatureTable.All.Prepend(FeatureTable.Get(Feature.Base)).Select(line => line.Feature), Is.EqualTo(Enum.GetValues<Feature>()));
    }

    [Test]
    public void The_default_set_contradicts_nothing() => Assert.That(FeatureSelection.ConflictIn(FeatureSelection.Default), Is.Null);

    [Test]
    public void Everything_that_is_built_can_be_had()
    {
        // Needs of a feature that is built are built too.
        foreach (FeatureInfo line in FeatureTable.All.Where(line => line.IsBuilt))
            Assert.That(line.Needs.Where(needed => !FeatureTable.Get(needed).IsBuilt), Is.Empty, line.Name);
    }

    [Test]
    public void Exclusion_is_mutual()
    {
        foreach (FeatureInfo line in FeatureTable.All)
            Assert.That(line.Excludes.All(other => FeatureTable.Get(other).Excludes.Contains(line.Feature)), line.Name);
    }

    [Test]
    public void Fields_are_whole_nibbles_of_identification_registers_and_no_two_features_give_one_value()
    {
        var given = new Dictionary<(SystemRegister, int, ulong, Feature), string>();
        foreach (FeatureInfo line in FeatureTable.All)
        {
            foreach (IdField field in line.Fields)
            {
                Assert.That((field.Lsb % 4, field.Value <= 15), Is.EqualTo((0, true)), line.Name);
                Assert.That(SystemRegisterTable.Get(field.Register).Encoding.IsIdentificationSpace, line.Name);
                // One level of RAS stands for two features.
                if (line.Feature != Feature.FEAT_DoubleFault)
                    Assert.That(given.TryAdd((field.Register, field.Lsb, field.Value, field.With), line.Name), line.Name);
            }
        }
    }

    [Test]
    public void A_feature_with_a_higher_value_of_a_field_needs_those_with_lower_ones()
    {
        var fields = FeatureTable.All.SelectMany(line => line.Fields.Select(field => (line, field))).ToArray();
        foreach (var (line, field) in fields.Where(pair => pair.line.Feature is not (Feature.FEAT_PAuth2 or Feature.FEAT_SHA512)))
        {
            var below = fields.Where(other => other.field.Register == field.Register && other.field.Lsb == field.Lsb
                && other.field.Value < field.Value && other.field.With == field.With);
            foreach (var (lower, _) in below)
                Assert.That(Closure(line).Contains(lower.Feature) || lower.Excludes.Any(Closure(line).Contains), $"{line.Name} over {lower.Name}");
        }
    }

    private static HashSet<Feature> Closure(FeatureInfo line)
    {
        var found = new HashSet<Feature>();
        var open = new Queue<Feature>(line.Needs);
        while (open.TryDequeue(out Feature next))
        {
            if (found.Add(next))
                FeatureTable.Get(next).Needs.ToList().ForEach(open.Enqueue);
        }
        return found;
    }
}
