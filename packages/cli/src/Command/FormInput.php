<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use CotpForm;
use ReflectionMethod;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use TypeError;

/** The form of a message: options for what nearly every message has, and a JSON file for everything else. */
final readonly class FormInput
{
    public const HELP = <<<'HELP'
        Others can read the list of processes, and with it the address. <info>--form=-</info> reads the form from standard input instead, as
        the JSON object of its properties: {"bookerId": "hotel-42", "email": "guest@example.com", "amount": "120.00", "currency": "EUR"}
        HELP;
    private const OPTIONS = ['email' => 'email', 'phone' => 'phone', 'booker-id' => 'bookerId', 'recipient-name' => 'recipientName', 'language' => 'language'];
    private const LONGEST = 262144;

    /** @param array<string, mixed> $values */
    private function __construct(#[\SensitiveParameter] public CotpForm $form, #[\SensitiveParameter] private array $values)
    {
    }

    public static function addTo(Command $command): void
    {
        $command
            ->addOption('email', null, InputOption::VALUE_REQUIRED, 'The e-mail address of the guest')
            ->addOption('phone', null, InputOption::VALUE_REQUIRED, 'The number of the guest with its country code, for an SMS')
            ->addOption('booker-id', null, InputOption::VALUE_REQUIRED, 'The user id of a booker in your account')
            ->addOption('recipient-name', null, InputOption::VALUE_REQUIRED, 'The name of the guest')
            ->addOption('language', null, InputOption::VALUE_REQUIRED, 'The language of the form, such as EN or de-AT')
            ->addOption('form', null, InputOption::VALUE_REQUIRED, 'A JSON file with the properties of CotpForm (--form=-: from standard input)');
    }

    /** @throws UserError when a value is missing, unknown or of the wrong type */
    public static function read(InputInterface $input): self
    {
        $file = $input->getOption('form');
        $values = is_string($file) ? self::fromFile($file) : [];
        foreach (self::OPTIONS as $option => $property) {
            $value = $input->getOption($option);
            $values = is_string($value) ? [...$values, $property => $value] : $values;
        }
        if (!isset($values['bookerId'])) {
            throw new UserError('Give the booker: --booker-id ID. Nothing was sent.');
        }
        if (isset($values['email']) === isset($values['phone'])) {
            throw new UserError('Give the recipient: exactly one of --email ADDRESS and --phone NUMBER. Nothing was sent.');
        }
        try {
            /** @var array{bookerId: string} $values whose types the constructor checks */
            return new self(new CotpForm(...$values), $values);
        } catch (TypeError $error) {
            throw new UserError('The form is invalid: ' . preg_replace('/^.*Argument #\d+ \(\$(\w+)\)|, called in .*$/s', '$1', $error->getMessage()) . '.');
        }
    }

    /** @return array<string, string> what will be sent to whom; a card token stays hidden */
    public function facts(): array
    {
        $rest = array_diff_key($this->values, ['email' => true, 'phone' => true, 'cardUri' => true, 'extra' => true]);
        $texts = array_map(static fn (string $name, mixed $value): string => $name . ' ' . json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), array_keys($rest), $rest);
        $texts[] = isset($this->values['cardUri']) ? 'cardUri (for a security code)' : '';
        $texts[] = is_array($this->values['extra'] ?? null) ? 'extra ' . implode(' ', array_keys($this->values['extra'])) : '';
        return [
            'To' => $this->form->email !== null ? "{$this->form->email}, by e-mail" : "{$this->form->phone}, by SMS",
            'Form' => implode(', ', array_filter($texts)),
        ];
    }

    /** @return array<string, mixed> */
    private static function fromFile(string $file): array
    {
        $text = @file_get_contents($file === '-' ? 'php://stdin' : $file, length: self::LONGEST);
        $values = $text === false ? null : json_decode($text, true, 32);
        if (!is_array($values) || array_is_list($values)) {
            throw new UserError('--form must be a readable file with a JSON object, such as {"bookerId": "hotel-42", "email": "guest@example.com"}. Nothing was sent.');
        }
        $properties = [];
        foreach ((new ReflectionMethod(CotpForm::class, '__construct'))->getParameters() as $parameter) {
            $properties[] = $parameter->getName();
        }
        $unknown = array_diff(array_map(strval(...), array_keys($values)), array_diff($properties, ['callbackUrl']));
        if ($unknown !== []) {
            throw new UserError('The form must not contain "' . reset($unknown) . '": it can contain ' . implode(', ', array_diff($properties, ['callbackUrl'])) . '.');
        }
        /** @var array<string, mixed> $values */
        return $values;
    }
}
