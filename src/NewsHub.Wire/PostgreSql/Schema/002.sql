-- Cluster membership. Orleans' ADO.NET membership provider (10.4) runs the queries in OrleansQuery: it defines their keys, parameters and result
-- columns. The tables behind them are NewsHub's own.

-- A cluster's version increases with every membership change. A change based on an older version is rejected.
CREATE TABLE clusters (id text PRIMARY KEY, version integer NOT NULL);

-- Every silo that has joined, until it is cleaned up. Status 3 is active, 6 is dead.
CREATE TABLE silos (
  cluster_id    text        NOT NULL REFERENCES clusters,
  address       text        NOT NULL,
  port          integer     NOT NULL,
  generation    integer     NOT NULL,
  name          text        NOT NULL,
  host          text        NOT NULL,
  status        integer     NOT NULL,
  gateway_port  integer     NOT NULL,
  suspect_times text,
  started_at    timestamptz NOT NULL,
  alive_at      timestamptz NOT NULL,
  PRIMARY KEY (cluster_id, address, port, generation)
);

CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);

INSERT INTO OrleansQuery VALUES
('InsertMembershipVersionKey', $$
  WITH added AS (INSERT INTO clusters VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT EXISTS (SELECT FROM added)
$$),
('InsertMembershipKey', $$
  WITH moved AS (
    UPDATE clusters SET version = version + 1
    WHERE id = @DeploymentId AND version = @Version AND NOT EXISTS (
      SELECT FROM silos WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING id
  ), added AS (
    INSERT INTO silos
    SELECT id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, NULL, @StartTime, @IAmAliveTime FROM moved
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM added)
$$),
('UpdateMembershipKey', $$
  WITH moved AS (
    UPDATE clusters SET version = version + 1
    WHERE id = @DeploymentId AND version = @Version AND EXISTS (
      SELECT FROM silos WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING id
  ), changed AS (
    UPDATE silos SET status = @Status, suspect_times = @SuspectTimes, alive_at = greatest(alive_at, @IAmAliveTime)
    FROM moved WHERE cluster_id = moved.id AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
  UPDATE silos SET alive_at = greatest(alive_at, @IAmAliveTime)
  WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
  SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName,
    s.status AS Status, s.gateway_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
  FROM clusters c
  LEFT JOIN silos s ON s.cluster_id = c.id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
  WHERE c.id = @DeploymentId
$$),
('MembershipReadAllKey', $$
  SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName,
    s.status AS Status, s.gateway_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
  FROM clusters c
  LEFT JOIN silos s ON s.cluster_id = c.id
  WHERE c.id = @DeploymentId
$$),
('GatewaysQueryKey', $$
  SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
  FROM silos WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
  WITH gone AS (DELETE FROM silos WHERE cluster_id = @DeploymentId)
  UPDATE clusters SET version = version + 1 WHERE id = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM silos WHERE cluster_id = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime AND started_at < @IAmAliveTime
$$),
('CleanupDefunctSiloEntryKey', $$
  DELETE FROM silos WHERE cluster_id = @DeploymentId AND status = 6 AND address = @Address AND port = @Port AND generation = @Generation
    AND alive_at = @IAmAliveTime AND started_at = @StartTime
$$);

UPDATE hub SET value = '2' WHERE key = 'schema';
