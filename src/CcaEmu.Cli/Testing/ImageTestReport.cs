using System.Globalization;
using System.Text;
using System.Xml;

namespace CcaEmu.Cli.Testing;

/// <summary>Results as JUnit XML: one suite for each kind and configuration, one test case for each image.</summary>
/// <remarks>The form that Jenkins and GitLab read: testsuites, testsuite, testcase, failure, system-out, system-err.</remarks>
internal static class ImageTestReport
{
    /// <summary>Writes the report as UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="results">What.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, IReadOnlyList<ImageTestResult> results)
    {
        using XmlWriter xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "ccaemu images");
        WriteCounts(xml, results);
        foreach (IGrouping<string, ImageTestResult> suite in results.GroupBy(result => result.Case.Configuration))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", suite.Key);
            WriteCounts(xml, [.. suite]);
            foreach (ImageTestResult result in suite)
                WriteCase(xml, suite.Key, result);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<ImageTestResult> results)
    {
        xml.WriteAttributeString("tests", $"{results.Count}");
        xml.WriteAttributeString("failures", $"{results.Count(result => !result.Passed)}");
        xml.WriteAttributeString("time", Seconds(results.Sum(result => result.HostSeconds)));
    }

    private static void WriteCase(XmlWriter xml, string suite, ImageTestResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"images ({suite})");
        xml.WriteAttributeString("name", result.Case.Image.Name);
        xml.WriteAttributeString("time", Seconds(result.HostSeconds));
        if (result.Failure is { } failure)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Printable(failure));
            xml.WriteEndElement();
            xml.WriteElementString("system-out", Printable(result.Console));
            xml.WriteElementString("system-err", Printable(result.Error));
        }
        xml.WriteEndElement();
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    // A guest prints what it likes; XML 1.0 has no way to write most control characters.
    private static string Printable(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
