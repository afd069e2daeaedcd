<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** nginx, the delay relays and php-fpm, in a scratch folder of their own. All of it ends with this object. */
final class Servers
{
    private const IDLE_SECONDS = 3600;

    /** Contains only our own CA: reading the system's CAs would take a cold call longer than everything else. */
    public readonly string $caFile;
    /** The system's and our own: what a call to the real service reads. */
    public readonly string $allCaFile;
    /** @var array<int, string> round trip in milliseconds => base URI */
    public array $bases = [];
    /** @var list<Process> */
    private array $processes = [];

    public function __construct(private readonly string $directory, private readonly Tools $tools)
    {
        $this->caFile = "$directory/certificate.pem";
        $this->allCaFile = "$directory/system-cas.pem";
        $this->makeCertificate();
        $port = $this->startNginx($directory, self::IDLE_SECONDS);
        $this->bases[0] = "https://127.0.0.1:$port/api";
        foreach (Tools::DISTANCES as $milliseconds) {
            if ($milliseconds > 0) {
                $this->bases[$milliseconds] = "https://127.0.0.1:{$this->startDelay($milliseconds, $port)}/api";
            }
        }
    }

    /** Those started last end first. */
    public function stop(): void
    {
        while ($process = array_pop($this->processes)) {
            $process->stop();
        }
    }

    /**
     * Starts a service as users meet it: its certificate is signed by an intermediate, and that by a CA which bench/with-ca has added to
     * the system's store.
     *
     * @param int $idle seconds after which it closes a connection
     * @return int its port
     */
    public function startChained(int $idle = self::IDLE_SECONDS): int
    {
        $store = getenv('COTP_BENCH_CA') ?: throw new RuntimeException('the system does not trust the CA of the benchmark: see bench/with-ca');
        $directory = "{$this->directory}/chained-" . count($this->processes);
        mkdir($directory, 0711);
        copy(dirname($store) . '/server.pem', "$directory/certificate.pem");
        copy(dirname($store) . '/server.pem', "$directory/key.pem");
        return $this->startNginx($directory, $idle);
    }

    /** Starts a relay that makes a port as far away as that, and counts bytes. Its first line is its own port. */
    public function startRelay(int $milliseconds, int $port): Process
    {
        return $this->start([$this->tools->delay, (string) ($milliseconds * 500), (string) $port]);
    }

    /**
     * Starts php-fpm, and returns its socket.
     *
     * @param bool $pinned on the first processor alone
     * @param int $requests after which a worker ends, or 0
     */
    public function startFpm(string $name, string $iniFile, bool $pinned = false, int $children = 1, int $requests = 0): string
    {
        $user = posix_getpwuid(posix_geteuid())['name'];
        $this->fillIn('fpm.conf', "{$this->directory}/$name.conf", ['directory' => $this->directory, 'children' => (string) $children, 'requests' => (string) $requests,
            'name' => $name, 'user' => $user]);
        $asRoot = $user === 'root' ? ['--allow-to-run-as-root'] : [];
        $command = [...$pinned ? ['taskset', '--cpu-list', '0'] : [], $this->tools->fpm, '-c', $iniFile, '--fpm-config', "{$this->directory}/$name.conf", ...$asRoot];
        $this->start($command);
        $socket = "{$this->directory}/$name.sock";
        $this->await("unix://$socket");
        return $socket;
    }

    private function makeCertificate(): void
    {
        $names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
        $command = ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
            '-subj', '/CN=localhost', '-addext', $names, '-keyout', "{$this->directory}/key.pem", '-out', $this->caFile];
        (new Process($command, "{$this->directory}/openssl.log"))->finish();
        file_put_contents($this->allCaFile, file_get_contents('/etc/ssl/certs/ca-certificates.crt') . file_get_contents($this->caFile));
    }

    private function startNginx(string $directory, int $idle): int
    {
        $probe = stream_socket_server('tcp://127.0.0.1:0');
        $port = (int) substr(strrchr(stream_socket_get_name($probe, false), ':'), 1);
        fclose($probe);
        $this->fillIn('nginx.conf', "$directory/nginx.conf", ['directory' => $directory, 'port' => (string) $port, 'idle' => (string) $idle]);
        $this->start([$this->tools->nginx, '-p', $directory, '-c', "$directory/nginx.conf", '-e', "$directory/nginx.log"]);
        $this->await("tcp://127.0.0.1:$port");
        return $port;
    }

    private function startDelay(int $milliseconds, int $port): int
    {
        return (int) $this->startRelay($milliseconds, $port)->readLine();
    }

    /** @param list<string> $command */
    private function start(array $command): Process
    {
        $process = new Process($command, "{$this->directory}/errors.log");
        $this->processes[] = $process;
        return $process;
    }

    private function fillIn(string $template, string $file, array $values): void
    {
        $text = file_get_contents(__DIR__ . "/../$template");
        foreach ($values as $name => $value) {
            $text = str_replace("@$name@", $value, $text);
        }
        file_put_contents($file, $text);
    }

    private function await(string $address): void
    {
        for ($until = microtime(true) + 10; microtime(true) < $until; usleep(10000)) {
            $connection = @stream_socket_client($address, $code, $message, 1.0);
            if ($connection) {
                fclose($connection);
                return;
            }
        }
        throw new RuntimeException("nothing listens on $address: " . file_get_contents("{$this->directory}/errors.log"));
    }
}
