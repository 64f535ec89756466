// Reads what was kept in a server with the lines that are to be copied for Spring, as application.properties.
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

public final class Connect {
    private final Properties lines = new Properties();

    private String line(String name) {
        String value = lines.getProperty(name);
        if (value == null) throw new IllegalArgumentException("no line " + name);
        return value;
    }

    private String database() {
        var source = new DriverManagerDataSource(
            line("spring.datasource.url"), line("spring.datasource.username"), line("spring.datasource.password"));
        return new JdbcTemplate(source).queryForObject("select line from kept", String.class);
    }

    private String queue() throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(line("spring.rabbitmq.host"));
        factory.setPort(Integer.parseInt(line("spring.rabbitmq.port")));
        factory.setUsername(line("spring.rabbitmq.username"));
        factory.setPassword(line("spring.rabbitmq.password"));
        try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
            GetResponse found = channel.basicGet("kept", false);
            // For whoever reads it next.
            channel.basicNack(found.getEnvelope().getDeliveryTag(), false, true);
            return new String(found.getBody(), StandardCharsets.UTF_8);
        }
    }

    private String mail() {
        var sender = new JavaMailSenderImpl();
        sender.setHost(line("spring.mail.host"));
        sender.setPort(Integer.parseInt(line("spring.mail.port")));
        var message = new SimpleMailMessage();
        message.setFrom("java@example.com");
        message.setTo("team@example.com");
        message.setSubject("from Java");
        message.setText("Hello");
        sender.send(message);
        return "sent";
    }

    private String read() throws Exception {
        if (lines.containsKey("spring.datasource.url")) return database();
        if (lines.containsKey("spring.rabbitmq.host")) return queue();
        if (lines.containsKey("spring.mail.host")) return mail();
        throw new IllegalArgumentException("no lines that this program knows");
    }

    public static void main(String[] arguments) throws Exception {
        var program = new Connect();
        try (var file = new FileInputStream(arguments[0])) {
            // As bytes of ISO 8859-1, which is how Spring Boot reads this file.
            program.lines.load(file);
        }
        System.out.println(program.read());
    }
}
