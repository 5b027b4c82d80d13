namespace Thaw.Kernels;

/// <summary>Where a tile lies. Hand it on by reference: a copy reads in one piece what was just written in two, and waits until all writes before are done.</summary>
/// <param name="Map">The map's number.</param>
/// <param name="Row">The map's row where the tile begins.</param>
/// <param name="Column">The map's column where the tile begins.</param>
internal readonly record struct WinogradPlace(int Map, int Row, int Column);

/// <summary>
/// The order in which a convolution takes the tiles of a batch of maps. A tile that has only one or two rows within the map is short: F(2, 3)
/// does for its columns, and the points of that are four of F(4, 3)'s six, so that it has nothing in two of the six rows of planes
/// (<see cref="WinogradTiles.Shorten"/>). Likewise for columns. Tiles with the same planes come one after the other: those that are short
/// across, whole ones, those that are short down, and those that are both, so that the tiles of any plane are a range.
/// </summary>
internal readonly struct WinogradOrder
{
    private readonly int _wholeDown, _wholeAcross, _perMap;
    private readonly int _across, _whole, _down;

    /// <summary>Orders the tiles.</summary>
    /// <param name="grid">The tiles of a map.</param>
    /// <param name="maps">Maps.</param>
    public WinogradOrder(in WinogradGrid grid, int maps)
    {
        bool shortDown = grid.Height % 4 is 1 or 2, shortAcross = grid.Width % 4 is 1 or 2;
        _wholeDown = grid.Down - (shortDown ? 1 : 0);
        _wholeAcross = grid.Across - (shortAcross ? 1 : 0);
        _perMap = _wholeDown * _wholeAcross;
        _across = shortAcross ? maps * _wholeDown : 0;
        _whole = _across + maps * _perMap;
        _down = _whole + (shortDown ? maps * _wholeAcross : 0);
        Count = maps * grid.PerMap;
        HasShort = shortDown || shortAcross;
    }

    /// <summary>Tiles.</summary>
    public int Count { get; }

    /// <summary>Whether any tile is short.</summary>
    public bool HasShort { get; }

    /// <summary>Where a tile lies.</summary>
    public WinogradPlace Place(int tile)
    {
        if (tile < _across)
            return new WinogradPlace(tile / _wholeDown, 4 * (tile % _wholeDown), 4 * _wholeAcross);
        if (tile < _whole)
        {
            int map = Math.DivRem(tile - _across, _perMap, out int within), down = Math.DivRem(within, _wholeAcross, out int across);
            return new WinogradPlace(map, 4 * down, 4 * across);
        }
        if (tile < _down)
            return new WinogradPlace((tile - _whole) / _wholeAcross, 4 * _wholeDown, 4 * ((tile - _whole) % _wholeAcross));
        return new WinogradPlace(tile - _down, 4 * _wholeDown, 4 * _wholeAcross);
    }

    /// <summary>Whether a tile is short down its columns, and across its rows.</summary>
    public (bool Down, bool Across) Short(int tile) => (tile >= _whole, tile < _across || tile >= _down);

    /// <summary>The tiles that have something in a plane: the first, and the one after the last.</summary>
    /// <param name="plane">6 i + j for row i and column j of the transform.</param>
    public (int First, int End) Having(int plane)
    {
        bool wholeDown = plane / 6 is 3 or 4, wholeAcross = plane % 6 is 3 or 4;
        return (wholeAcross ? _across : 0, wholeDown ? _whole : wholeAcross ? _down : Count);
    }
}
