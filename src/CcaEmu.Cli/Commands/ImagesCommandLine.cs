using System.CommandLine;
using CcaEmu.Cli.Output;
using CcaEmu.Cli.Testing;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu images</c>: what images there are, what they check, and how they must end.</summary>
internal static class ImagesCommandLine
{
    /// <summary>Where the images are that come with the emulator, seen from the repository's root.</summary>
    public const string DefaultFolder = "images";

    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        Argument<string> folder = FolderArgument();
        var images = new Command("images", "Lists the images of a folder: what each checks, and how it must end.") { folder };
        images.SetAction(parsed =>
        {
            if (!ImageCatalogue.TryLoad(parsed.GetValue(folder)!, out ImageCatalogue? catalogue, out string? error))
                return console.Refuse(error);
            ImageTables.PrintList(console, catalogue.Images);
            return ExitCodes.Passed;
        });
        return images;
    }

    /// <summary>The folder of images, for commands that take one.</summary>
    public static Argument<string> FolderArgument() => new("FOLDER")
    {
        Description = $"A folder with an {ImageCatalogue.FileName} [default: {DefaultFolder}]",
        DefaultValueFactory = _ => DefaultFolder,
    };
}
