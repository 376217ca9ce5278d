import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** A stand-in that speaks MongoDB's wire protocol: Main.java PORT [FILE]; with a file its data outlive it. */
public class Main {
  public static void main(String[] args) {
    MongoBackend backend = args.length > 1 ? new H2Backend(args[1]) : new BackendById();
    MongoServer server = new MongoServer(backend.version(new AcceptedVersion()));
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
  }

  /** Drivers refuse the version that the library reports by itself. */
  private static class AcceptedVersion implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(7, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 21;
    }
  }

  private static class BackendById extends MemoryBackend {
    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
      return new DatabaseById(name, getCursorRegistry());
    }
  }

  private static class DatabaseById extends MemoryDatabase {
    DatabaseById(String name, CursorRegistry cursors) {
      super(name, cursors);
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
      return new CollectionById(this, name, options, cursorRegistry);
    }
  }

  /** The library reads a whole collection for a filter of `_id` and more; as the server does, this goes by `_id`. */
  private static class CollectionById extends MemoryCollection {
    CollectionById(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document order, int skip, int limit, int batchSize, Document fields) {
      if (query.containsKey("_id")) {
        Document byId = new Document("_id", query.get("_id"));
        for (Index<Integer> index : getIndexes()) {
          if (index.canHandle(byId)) {
            return matchDocuments(query, index.getPositions(byId), order, skip, limit, batchSize, fields);
          }
        }
      }
      return super.queryDocuments(query, order, skip, limit, batchSize, fields);
    }
  }
}
