<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

/** Creates sites with new databases of one kind. All of a run share one sandbox and one PostgreSQL server. */
final class Lab
{
    private static ?Sandbox $shared = null;
    /** @var array<string, self> */
    private static array $labs = [];

    private string $folder;
    private int $sites = 0;

    private function __construct(public readonly Sandbox $sandbox, public readonly ?Postgres $postgres)
    {
        $this->folder = sys_get_temp_dir() . '/cotp-site-' . bin2hex(random_bytes(6));
        mkdir($this->folder, 0700);
    }

    public function __destruct()
    {
        array_map(unlink(...), glob("$this->folder/*") ?: []);
        rmdir($this->folder);
    }

    /** @param string $database SQLite or PostgreSQL */
    public static function on(string $database): self
    {
        return self::$labs[$database] ??= new self(self::$shared ??= new Sandbox(), $database === 'SQLite' ? null : new Postgres());
    }

    public function newDsn(): string
    {
        return $this->postgres === null ? "sqlite:$this->folder/site" . ++$this->sites . '.sqlite' : $this->postgres->newDatabase();
    }

    /** @param array<string, string> $environment */
    public function site(array $environment = []): Site
    {
        return new Site($this->sandbox, $this->newDsn(), $environment);
    }
}
