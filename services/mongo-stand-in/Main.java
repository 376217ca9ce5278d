import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** A stand-in that speaks MongoDB's wire protocol: Main.java PORT [FILE]; with a file its data outlive it. */
public class Main {
  public static void main(String[] args) {
    MongoBackend backend = args.length > 1 ? new H2Backend(args[1]) : new MemoryBackend();
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
}
