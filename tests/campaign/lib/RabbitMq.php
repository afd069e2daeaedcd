<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** RabbitMQ with a name, a folder and ports of its own. Durable queues, persistent messages and confirms are the client's choice. */
final class RabbitMq implements Broker
{
    private ?Process $server = null;
    private ?Process $names = null;
    private readonly int $port;
    private readonly int $namesPort;

    public function __construct(private readonly string $folder)
    {
        $this->port = Process::freePort();
        $this->namesPort = Process::freePort();
        mkdir("$folder/rabbitmq");
        file_put_contents("$folder/rabbitmq/plugins", "[].\n");
        file_put_contents("$folder/rabbitmq/rabbitmq.conf", "loopback_users.guest = true\n");
    }

    public function start(): void
    {
        if ($this->names === null) {
            $this->names = new Process('epmd', ['epmd', '-address', '127.0.0.1', '-port', (string) $this->namesPort], [], $this->folder);
        }
        $server = glob('/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server') ?: ['rabbitmq-server'];
        $this->server = new Process('rabbitmq', [end($server)], [
            'HOME' => "$this->folder/rabbitmq", 'ERL_EPMD_PORT' => (string) $this->namesPort, 'RABBITMQ_NODENAME' => "campaign$this->port@localhost",
            'RABBITMQ_NODE_IP_ADDRESS' => '127.0.0.1', 'RABBITMQ_NODE_PORT' => (string) $this->port, 'RABBITMQ_DIST_PORT' => (string) Process::freePort(),
            'RABBITMQ_MNESIA_BASE' => "$this->folder/rabbitmq/data", 'RABBITMQ_LOG_BASE' => "$this->folder/rabbitmq/log", 'RABBITMQ_PID_FILE' => "$this->folder/rabbitmq/pid",
            'RABBITMQ_ENABLED_PLUGINS_FILE' => "$this->folder/rabbitmq/plugins", 'RABBITMQ_CONFIG_FILE' => "$this->folder/rabbitmq/rabbitmq.conf",
            'RABBITMQ_CONF_ENV_FILE' => '/dev/null',
        ], $this->folder);
        Process::until($this->isReady(...), 'RabbitMQ accepts connections', 120);
    }

    public function kill(): void
    {
        // The script starts the server as its child.
        $pid = (int) @file_get_contents("$this->folder/rabbitmq/pid");
        $pid > 1 && posix_kill($pid, SIGKILL);
        $this->server?->end(SIGKILL);
    }

    public function __destruct()
    {
        $this->kill();
    }

    public function isReady(): bool
    {
        $socket = @stream_socket_client("tcp://127.0.0.1:$this->port", timeout: 1);
        if ($socket === false) {
            return false;
        }
        stream_set_timeout($socket, 2);
        fwrite($socket, "AMQP\x00\x00\x09\x01");
        return (string) fread($socket, 1) !== '';
    }

    public function ledgerDsn(): string
    {
        return "sqlite:$this->folder/ledger.db";
    }

    public function address(): string
    {
        return "127.0.0.1:$this->port";
    }
}
