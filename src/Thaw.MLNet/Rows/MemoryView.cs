using Microsoft.ML;
using Microsoft.ML.Data;

namespace Thaw.MLNet.Rows;

/// <summary>A few rows that functions give, in a fixed order, for steps that are fitted to numbers of our own. Unlike ML.NET's views of objects it takes over annotations and writes nothing to the log.</summary>
internal sealed class MemoryView : IDataView
{
    private readonly int _rows;
    private readonly MemoryColumn[] _columns;

    public MemoryView(int rows, params MemoryColumn[] columns)
    {
        _rows = rows;
        _columns = columns;
        var schema = new DataViewSchema.Builder();
        foreach (MemoryColumn column in columns)
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [new Cursor(this)];

    private sealed class Cursor(MemoryView view) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext()
        {
            if (_position + 1 < view._rows)
            {
                _position++;
                return true;
            }
            _position = -1;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var valueAt = (Func<int, TValue>)view._columns[column.Index].ValueAt;
            return (ref TValue value) => value = valueAt((int)_position);
        }
    }
}
