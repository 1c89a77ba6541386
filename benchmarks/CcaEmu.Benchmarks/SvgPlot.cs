using System.Globalization;
using System.Text;

namespace CcaEmu.Benchmarks;

/// <summary>A plot of a few lines over a logarithmic axis, written as SVG.</summary>
/// <param name="title">What is shown.</param>
/// <param name="xLabel">Meaning of the horizontal axis.</param>
/// <param name="yLabel">Meaning and unit of the vertical axis.</param>
/// <param name="logarithmic">Whether the vertical axis is logarithmic; if not, it starts at zero.</param>
internal sealed class SvgPlot(string title, string xLabel, string yLabel, bool logarithmic = false)
{
    private const double Width = 760, Height = 420, Left = 64, Right = 210, Top = 44, Bottom = 56;

    // Distinct in hue and in lightness; each line has a marker of its own as well.
    private static readonly string[] _colours = ["#1f5fa8", "#c2571a", "#2f7d46", "#7a3fa0"];

    private readonly List<(string Name, double[] Values)> _series = [];
    private string[] _labels = [];

    // Ends of the vertical axis.
    private double _low, _high;

    /// <summary>Gives the points of the horizontal axis, evenly spread.</summary>
    public SvgPlot Over(IEnumerable<string> labels)
    {
        _labels = [.. labels];
        return this;
    }

    /// <summary>Adds a line.</summary>
    /// <param name="name">Its name, written at its end.</param>
    /// <param name="values">A value for each point.</param>
    public SvgPlot With(string name, IEnumerable<double> values)
    {
        _series.Add((name, [.. values]));
        return this;
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        double[] ticks = [.. Ticks()];
        (_low, _high) = (ticks[0], ticks[^1]);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Text(svg, Left, 24, title, "font-size=\"15\" font-weight=\"bold\"");
        foreach (double y in ticks)
        {
            double at = Y(y);
            svg.AppendLine(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:F1}\" y2=\"{at:F1}\" stroke=\"{(y == _low ? "#444444" : "#dddddd")}\"/>");
            Text(svg, Left - 8, at + 4, y.ToString("0.##", CultureInfo.InvariantCulture), "text-anchor=\"end\"");
        }
        for (int i = 0; i < _labels.Length; i++)
            Text(svg, X(i), Height - Bottom + 18, _labels[i], "text-anchor=\"middle\"");
        Text(svg, (Left + Width - Right) / 2, Height - 12, xLabel, "text-anchor=\"middle\"");
        double middle = (Top + Height - Bottom) / 2;
        Text(svg, 16, middle, yLabel, string.Create(CultureInfo.InvariantCulture, $"text-anchor=\"middle\" transform=\"rotate(-90 16 {middle:F1})\""));
        Lines(svg);
        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private void Lines(StringBuilder svg)
    {
        double lowest = double.MaxValue;
        // Names from the top down, far enough apart to be read.
        foreach (int index in Enumerable.Range(0, _series.Count).OrderByDescending(i => _series[i].Values[^1]))
        {
            (string name, double[] values) = _series[index];
            string colour = _colours[index % _colours.Length];
            string points = string.Join(" ", values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):F1},{Y(value):F1}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{points}\"/>");
            for (int i = 0; i < values.Length; i++)
                svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{X(i):F1}\" cy=\"{Y(values[i]):F1}\" r=\"3\" fill=\"{colour}\"/>");
            double at = Y(values[^1]) + 4;
            if (lowest != double.MaxValue && at < lowest + 16)
                at = lowest + 16;
            lowest = at;
            Text(svg, Width - Right + 10, at, name, $"fill=\"{colour}\"");
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string attributes) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" {attributes}>{text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}</text>");

    private double X(int point) => Left + 20 + (Width - Left - Right - 40) * point / Math.Max(1, _labels.Length - 1);

    private double Y(double value)
    {
        double share = logarithmic ? Math.Log(Math.Max(value, _low) / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);
        return Height - Bottom - (Height - Bottom - Top) * share;
    }

    // 1, 2 and 5 times powers of ten: all of those that are needed, or one of them as the step from zero.
    private IEnumerable<double> Ticks()
    {
        double least = _series.Min(series => series.Values.Min()), most = _series.Max(series => series.Values.Max());
        double[] factors = [1, 2, 5];
        if (!logarithmic)
        {
            double power = Math.Pow(10, Math.Floor(Math.Log10(most / 4)));
            double step = factors.Append(10).Select(factor => factor * power).First(step => most / step <= 9);
            return Enumerable.Range(0, (int)Math.Ceiling(most / step) + 1).Select(i => i * step);
        }
        double[] all = [.. Enumerable.Range(-1, 8).SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power)))];
        double first = all.Last(tick => tick <= least), last = all.First(tick => tick >= most);
        return all.Where(tick => tick >= first && tick <= last);
    }
}
